import PackCheckpoints

extension Rule {
  static let wgt001 = safetensorsRule(
    "WGT001", "not-weights",
    title: "weight files hold weights, not an LFS pointer, a web page or nothing",
    why: """
      A clone without Git LFS has pointers of 130 bytes in the place of weights. A download behind a login page has HTML. \
      Both have the right name.
      """,
    advice: "Fetch the file again with `git lfs pull` or `hf download`.",
    codes: [.emptyFile, .lfsPointer, .htmlPage, .textFile], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("an LFS pointer", blocks: true) { package in
    try package.rewriteWeights { _ in
      Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n".utf8)
    }
  },
  .bad("an empty file", blocks: true) { try $0.rewriteWeights { _ in [] } },
  .bad("a page that says that there is no such file", blocks: true) { package in
    try package.rewriteWeights { _ in
      Array("<!DOCTYPE html>\n<html><body>Not found</body></html>\n".utf8)
    }
  },
  .good("weights in shards") { try $0.shard() },
]
