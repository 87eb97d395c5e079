/// The template of the README.md of a ranking model that is exported alone, with the tags of ``CardTemplate``.
public enum ExportCardTemplate {
  /// The template's text.
  public static let text = String(decoding: PackageResources.EXPORT_md_template, as: UTF8.self)
}
