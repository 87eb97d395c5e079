import CPackTexts
import PackFiles

/// The template of the README.md of a ranking model that is exported alone, with the tags of ``CardTemplate``.
public enum ExportCardTemplate {
  /// The template's text.
  public static let text = ctexts_export_card().string
}
