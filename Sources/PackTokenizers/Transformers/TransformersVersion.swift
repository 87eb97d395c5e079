/// A major version of transformers whose loading of tokenizers is known.
package enum TransformersVersion: Int, Sendable, CaseIterable {
  /// 4, as of 4.52.4.
  case four = 4
  /// 5, as of 5.23.0.
  case five = 5

  /// What messages call it.
  package var name: String { "transformers \(rawValue)" }
}
