public import PackEncoders

/// The card that `save` would write for a package that is already there, for parts of it that are missing.
public struct GeneratedCard: Sendable {
  /// The whole text.
  public let text: String

  /// Writes a card.
  ///
  /// - Parameters:
  ///   - name: the model's name.
  ///   - config: the package's settings.
  ///   - family: the architecture.
  ///   - parameterCount: elements of the sub-model's tensors.
  ///   - headParameterCount: elements of the head's tensors.
  ///   - hasSourceCard: whether the source's card lies beside this one.
  /// - Throws: ``ModelDirError`` when the template is broken.
  public init(
    name: String, config: PackageConfig, family: EncoderFamily, parameterCount: Int, headParameterCount: Int,
    hasSourceCard: Bool
  ) throws(ModelDirError) {
    text = try ModelCard(
      name: name, config: config, license: nil, licenseDetails: (nil, nil), licenseNotice: nil,
      hasSourceCard: hasSourceCard, languages: [], datasets: [], family: family,
      parameterCount: parameterCount,
      headParameterCount: headParameterCount
    ).text()
  }

  /// A section from its heading to the next one of its level.
  ///
  /// - Parameter title: the heading without its marks: `Usage`.
  public func section(_ title: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: "## \(title)") else { return nil }
    let end = lines[(start + 1)...].firstIndex { $0.hasPrefix("## ") } ?? lines.endIndex
    return lines[start..<end].joined(separator: "\n")
  }
}
