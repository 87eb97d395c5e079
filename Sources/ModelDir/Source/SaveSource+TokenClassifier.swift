import PackFiles
extension SaveSource {
  /// An encoder whose classifier of tokens becomes the head.
  ///
  /// - Parameter head: another head, which then takes the classifier's place.
  static func tokenClassifier(_ directory: String, head: GivenHead) throws -> SaveSource {
    let classifier = try TokenClassifier(directory, keepLabels: head.path == nil ? head.keepLabels : nil)
    var settings = SourceSettings()
    if head.path == nil {
      let kept = classifier.keptRows.map { classifier.labels[$0] }
      settings.notes.append(
        """
        the head is the classifier of tokens; of its labels \(classifier.labels.joined(separator: " and ")), \
        \(kept.joined(separator: " and ")) \(kept.count == 1 ? "means" : "mean") keep
        """)
    }
    return SaveSource(
      model: try classifier.encoder.complete(notes: &settings.notes),
      head: try head.open() ?? classifier.requiredHead,
      tokenizer: try SourceTokenizer(directory: directory).asLoaded(with: classifier.encoder.config),
      settings: settings, root: directory,
      carriesCard: true)
  }
}
