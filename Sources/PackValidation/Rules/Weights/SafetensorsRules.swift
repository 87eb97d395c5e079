import PackCheckpoints
import PackFiles
import ModelDir

extension Rule {
  static let wgt002 = safetensorsRule(
    "WGT002", title: "safetensors: the header's length is there and within bounds",
    why:
      "The first 8 bytes say how long the header is; a reader that trusts a wrong one allocates whatever they say.",
    fix: rewrite, codes: [.headerLengthMissing, .headerTooLarge])

  static let wgt003 = safetensorsRule(
    "WGT003", title: "safetensors: the file is as long as its header",
    why: "A download that broke off leaves a file that ends inside its header.",
    fix: "Fetch the file that is named again; if it is whole at its source, write it again.",
    codes: [.headerBeyondFile])

  static let wgt004 = safetensorsRule(
    "WGT004", title: "safetensors: the header is UTF-8 and JSON of the format's shape",
    why: "Every reader parses the header before anything else; what one of them forgives another refuses.",
    fix: rewrite,
    codes: [.headerNotUTF8, .headerNotJSON, .metadataNotStrings, .invalidShape])

  static let wgt005 = safetensorsRule(
    "WGT005", title: "safetensors: every dtype is one of the format's",
    why: "A reader that does not know a type cannot tell how long its tensors are.",
    fix: rewrite, codes: [.unknownDType])

  static let wgt006 = safetensorsRule(
    "WGT006", title: "safetensors: offsets are in order, without a hole and without overlap",
    why: """
      Bytes that belong to no tensor can hide anything, and a tensor that shares bytes with another changes with it; the \
      format forbids both.
      """,
    fix: rewrite, codes: [.invalidOffsets, .offsetsNotAtZero, .offsetsLeaveHole, .offsetsOverlap])

  static let wgt007 = safetensorsRule(
    "WGT007", title: "safetensors: every tensor has the bytes that shape and dtype ask for",
    why: "A tensor that is shorter than its shape makes its reader run into the next one.",
    fix: rewrite, codes: [.sizeMismatch, .sizeOverflow])

  static let wgt008 = safetensorsRule(
    "WGT008", title: "safetensors: the tensors cover the file to its end",
    why: "Missing bytes are a broken download, and trailing ones a place to hide things in.",
    fix: "Fetch the file that is named again; if it is whole at its source, write it again.",
    codes: [.trailingBytes, .missingBytes])

  static let wgt009 = safetensorsRule(
    "WGT009", title: "safetensors: the header begins with { and has no key twice",
    why: """
      The format's description demands both, so that a file cannot be two formats at once and no tensor two things; the \
      reference library does not check them.
      """,
    fix: rewrite, codes: [.headerNotAtBrace, .headerDuplicateKey])

  private static let rewrite =
    "Write the file again with `safetensors.torch.save_file(tensors, path, {\"format\": \"pt\"})`."

  /// A rule that holds when opening the checkpoints did not fail for one of these reasons.
  static func safetensorsRule(
    _ id: String, title: String, why: String, fix: String, codes: Set<CheckpointError.Code>
  ) -> Rule {
    Rule(id, .error, needs: [.tensors], title: title, why: why, fix: fix) { context throws(RuleSkip) in
      var other: CheckpointError?
      var opened = 0
      for checkpoint in [context.package.subModel, context.package.head] {
        guard case .failure(let failure) = checkpoint else {
          opened += 1
          continue
        }
        guard case .broken(let error as CheckpointError) = failure else { continue }
        if codes.contains(error.code) { context.report(error) } else { other = error }
      }
      if context.findings.isEmpty, let other, other.code != .noWeights {
        throw .prerequisiteFailed("\(other.place.file) broke off earlier")
      }
      if context.findings.isEmpty, opened == 0 { throw .prerequisiteFailed("there are no weights") }
    }
  }
}
