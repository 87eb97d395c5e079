import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackTemplates

extension PackageInspection {
  /// The card that `save` would write for the package; nil where what it says of the package cannot be read.
  ///
  /// - Parameter baseModel: what to name as the base model.
  func generatedCard(baseModel: String?) -> GeneratedCard? {
    guard case .success(var config) = documents.config, case .success(let encoder) = documents.encoderConfig,
      case .success(let subModel) = weights.subModel, case .success(let head) = weights.head
    else { return nil }
    config.baseModel = baseModel
    return try? GeneratedCard(
      name: ModelName.made(of: lastPathComponent(resolvedPath(root) ?? root)), config: config,
      family: encoder.family, parameterCount: subModel.parameterCount,
      headParameterCount: head.parameterCount,
      hasSourceCard: listing.files.contains(PackageLayout.sourceCard),
      reference: try? documents.reference?.get())
  }

  /// Whether code is that of the card that `save` writes, but for what stands in its strings.
  func isGenerated(_ snippet: [UInt8]) -> Bool {
    guard let card = generatedCard(baseModel: nil) else { return false }
    let known = Set(
      [card.text, CardTemplate.textWithoutMarks].flatMap { $0.utf8.split(separator: UInt8(ascii: "\n")) }
        .map { withoutStrings(Array($0)) })
    // What a snippet prints stands in it as a comment.
    return snippet.split(separator: UInt8(ascii: "\n")).allSatisfy {
      $0.starts(with: "# ".utf8) || known.contains(withoutStrings(Array($0)))
    }
  }
}

/// A line of code without what stands between its double quotes; whole where that is not plain.
private func withoutStrings(_ line: [UInt8]) -> [UInt8] {
  let quote = UInt8(ascii: "\"")
  let parts = line.split(separator: quote, omittingEmptySubsequences: false)
  guard parts.count % 2 == 1, !line.contains(UInt8(ascii: "\\")) else { return line }
  return Array(stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined(separator: [quote, quote]))
}
