import PackFiles
extension SaveSource {
  /// An encoder whose classifier of tokens becomes the head.
  ///
  /// - Parameter head: another head, which then takes the classifier's place.
  static func tokenClassifier(_ directory: String, head: String?) throws -> SaveSource {
    let classifier = try TokenClassifier(directory)
    var settings = SourceSettings()
    if head == nil {
      settings.notes.append(
        """
        the head is the classifier of tokens; of its labels \(classifier.labels.joined(separator: " and ")), \
        \(classifier.labels[classifier.keepRow]) means keep
        """)
    }
    return SaveSource(
      model: try classifier.encoder.complete(notes: &settings.notes),
      head: try head.map { try SourceHead($0) } ?? classifier.head,
      tokenizer: try SourceTokenizer(directory: directory).asLoaded(with: classifier.encoder.config),
      settings: settings, root: directory,
      carriesCard: true)
  }
}
