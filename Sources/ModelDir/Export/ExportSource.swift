package import PackCheckpoints
package import PackJSON

/// What a package is made of, for a writer of another format.
package struct ExportSource {
  /// The package's settings.
  package let config: PackageConfig
  /// The sub-model's config.json.
  package let subModelConfig: JSONNode
  /// The sub-model's weights.
  package let checkpoint: Checkpoint
  /// The head's tensors, in the order that a package gives their rows.
  package let head: [SafetensorsWriter.Entry]
}
