/// What a token of one provider looks like.
struct SecretShape {
  let prefix: [UInt8]
  /// What it opens.
  let kind: String
  /// Fewest characters after the prefix.
  let length: Int
  let letters: Letters

  enum Letters {
    /// Letters, digits, `_` and `-`, as many as there are.
    case token
    /// Letters and digits, and nothing else up to the end of the word, which is no longer than 40.
    case word
    /// Capitals and digits, no more than are asked for.
    case capitals
    /// Letters, digits, `_` and slashes.
    case path
    /// Letters and digits of base 64, and the signs at its end.
    case base64
    /// A token with the letters by which OpenAI's keys are known.
    case openAI
    /// Two tokens of 20 and of 40 characters or more, with a full stop between.
    case pointed
  }

  private init(_ prefix: String, _ kind: String, _ length: Int, _ letters: Letters) {
    (self.prefix, self.kind, self.length, self.letters) = (Array(prefix.utf8), kind, length, letters)
  }

  /// As the providers have published them, or as their keys are known to look.
  static let all: [SecretShape] =
    [
      SecretShape("hf_", "Hugging Face token", 30, .word),
      SecretShape("api_org_", "Hugging Face organisation token", 30, .word),
      SecretShape("AccountKey=", "Azure storage key", 86, .base64),
      SecretShape("AIza", "Google API key", 35, .token),
      SecretShape("https://hooks.slack.com/services/", "Slack hook", 40, .path),
      SecretShape("sk-ant-", "Anthropic API key", 32, .token),
      SecretShape("sk-proj-", "OpenAI API key", 32, .token),
      SecretShape("sk-svcacct-", "OpenAI API key", 32, .token),
      SecretShape("sk-admin-", "OpenAI API key", 32, .token),
      SecretShape("sk-", "OpenAI API key", 40, .openAI),
      SecretShape("nvapi-", "NVIDIA API key", 60, .token),
      SecretShape("gsk_", "Groq API key", 48, .token),
      SecretShape("r8_", "Replicate token", 37, .word),
      SecretShape("jina_", "Jina API key", 50, .token),
      SecretShape("pypi-AgE", "PyPI token", 50, .token),
      SecretShape("npm_", "npm token", 36, .word),
      SecretShape("sk_live_", "Stripe key", 24, .token),
      SecretShape("rk_live_", "Stripe key", 24, .token),
      SecretShape("dckr_pat_", "Docker token", 27, .token),
      SecretShape("wandb_v1_", "Weights & Biases key", 30, .token),
      SecretShape("SG.", "SendGrid API key", 66, .pointed),
      SecretShape("sq0csp-", "Square secret", 43, .token),
    ]
    + ["AKIA", "ASIA", "ABIA", "ACCA"].map { SecretShape($0, "AWS access key", 16, .capitals) }
    + ["ghp_", "gho_", "ghs_", "ghu_", "ghr_"].map { SecretShape($0, "GitHub token", 36, .token) }
    + [SecretShape("github_pat_", "GitHub token", 60, .token)]
    + [
      "glpat-", "gldt-", "glft-", "glsoat-", "glrt-", "glcbt-", "glimt-", "glptt-", "glagent-", "gloas-",
      "GR1348941",
    ].map { SecretShape($0, "GitLab token", 20, .token) }
    + ["xoxb-", "xoxp-", "xoxa-", "xoxo-", "xoxr-", "xoxs-", "xapp-"].map {
      SecretShape($0, "Slack token", 24, .token)
    }
}

/// How a private key is written as text.
struct KeyBlock {
  let start: [UInt8]
  /// What the first line has, one of them.
  let ends: [[UInt8]]
  /// What is shown of it.
  let shown: String

  private init(_ start: String, _ ends: [String], shown: String) {
    (self.start, self.ends, self.shown) = (Array(start.utf8), ends.map { Array($0.utf8) }, shown)
  }

  /// PEM and PGP, the format of ssh.com, and PuTTY's.
  static let all = [
    KeyBlock("-----BEGIN ", ["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----"], shown: "-----BEGIN"),
    KeyBlock("---- BEGIN SSH2 ", ["PRIVATE KEY ----"], shown: "---- BEGIN"),
    KeyBlock("PuTTY-User-Key-File-", [": "], shown: "PuTTY-User-Key-File"),
  ]
}
