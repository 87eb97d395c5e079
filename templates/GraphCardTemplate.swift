/// The template of the README.md of a package that is exported as a graph of ONNX, with the tags of ``CardTemplate`` and
/// `graph`, the graph's path.
public enum GraphCardTemplate {
  /// The template's text.
  public static let text = String(decoding: PackageResources.ONNX_md_template, as: UTF8.self)
}
