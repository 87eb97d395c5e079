import ModelDir
import PackFiles
import PackSigning

extension Rule {
  static let int002 = Rule(
    "INT002", "signer-unexpected", .error, needs: [.layout],
    title: "the package is signed by the expected signer",
    why: """
      Anybody can sign anything. A signature says something only to whoever knows the key, or the authority that vouches \
      for it, from elsewhere than the package.
      """,
    advice: "Get the package, or its signature, from its publisher again: `hf download OWNER/NAME`.",
    grading: "a suggestion if no signer is expected", examples: ruleExamples
  ) { context throws(RuleSkip) in
    let expected = context.package.settings.signer
    guard let signature = context.package.signature else {
      guard let expected else { throw .notApplicable("the package is not signed, and need not be") }
      context.report(
        at: Place(file: PackageLayout.signature), "the package is not signed",
        expected: "a signature with \(expected.summary)",
        advice:
          "Ask the publisher for \(PackageLayout.signature), or sign it: `pruning-pack sign DIR --key FILE`.")
      return
    }
    let bundle: SignatureBundle
    switch signature.bundle {
    case .success(let read): bundle = read
    case .failure(.broken(let error)):
      guard expected != nil else { throw .prerequisiteFailed("the signature has errors") }
      context.report(error)
      return
    case .failure: throw .meansMissing("\(PackageLayout.signature) cannot be read")
    }
    guard let expected else { return try reportUnknown(bundle, context) }
    if case .keyless = bundle.signer {
      // The signature itself is never at fault. It is not the expected one either, and whoever changed the package could have put
      // it in that one's place.
      try reportUnknown(bundle, context)
      context.report(
        at: Place(file: PackageLayout.signature), "the package is not signed by the expected signer",
        expected: "a signature with \(expected.summary)", found: "a signature by sigstore alone",
        advice: "Check the signature by sigstore, and verify without a signer's key or certificate.")
      return
    }
    do throws(SigningError) { try bundle.requireSigner(expected.signer) } catch {
      if error.code == .unavailable { throw .meansMissing(error.problem) }
      context.report(error)
    }
  }

  /// What there is to say of a signature if nobody has said whose it should be.
  private static func reportUnknown(_ bundle: SignatureBundle, _ context: RuleContext) throws(RuleSkip) {
    let place = Place(file: PackageLayout.signature, jsonPath: "$.verificationMaterial")
    switch bundle.signer {
    case .keyless:
      context.report(
        at: place, "signed by sigstore, not checked here",
        advice: """
          Check it: `python -m model_signing verify sigstore DIR --signature DIR/\(PackageLayout.signature) \
          --identity SIGNER --identity_provider URL`.
          """, severity: .suggestion)
    case .certificates where !SigningCertificate.isSupported:
      throw .meansMissing("certificates are read on Linux only")
    case .certificates(let chain):
      guard let key = bundle.ownKey, bundle.isSigned(by: key) else {
        context.report(
          at: Place(file: PackageLayout.signature, jsonPath: "$.dsseEnvelope.signatures[0].sig"),
          "the signature is not valid", expected: "one with the key of the signer's own certificate")
        return
      }
      context.report(
        at: place, "the signer is not known", found: "a certificate of \(chain.first?.subject ?? "nobody")",
        advice: "Name the authority that you trust: `pruning-pack verify DIR --trusted-certificate FILE`.",
        severity: .suggestion)
    case .key(let hint):
      context.report(
        at: place, "the signer is not known", found: hint.map { "the key \($0)" } ?? "a key without a name",
        advice: "Name the signer's key: `pruning-pack verify DIR --public-key FILE`.", severity: .suggestion)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a key that nobody named", severity: .suggestion) { try $0.sign() },
  .bad("sigstore", severity: .suggestion) { package in
    try package.sign()
    try package.replace(
      #""publicKey": {"hint": "\#(exampleHint)"}, "tlogEntries": []"#,
      with: #""certificate": {"rawBytes": "AAAA"}, "tlogEntries": [{}]"#, in: PackageLayout.signature)
  },
]
