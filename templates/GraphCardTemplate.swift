import CPackTexts
import PackFiles

/// The template of the README.md of a package that is exported as a graph of ONNX, with the tags of ``CardTemplate`` and
/// `graph`, the graph's path.
public enum GraphCardTemplate {
  /// The template's text.
  public static let text = ctexts_graph_card().string
}
