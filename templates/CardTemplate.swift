import CPackTexts
import PackFiles

/// The template of a package's README.md.
///
/// It is text with two kinds of tags, both filled by ModelDir:
///
/// - `{{name}}` anywhere in a line is replaced by the value of that name. Values are plain text; in the front matter they
///   are YAML scalars or flow lists (`[en, "no"]`), quoted where YAML needs it, and in the body some are several lines.
/// - `{{#name}}` and `{{/name}}`, each alone on its line, enclose lines that are left out, tags and all, when the name
///   has no value. Such sections are not nested; a value that has a section may be missing, every other is required.
///
/// What stands between `<!-- pruning-pack: NAME -->` and `<!-- /pruning-pack: NAME -->` is written again when the package
/// changes. Every mark is written, so that a section without a text now can be given one later.
///
/// `ModelCard` says which names there are, and what their values are.
public enum CardTemplate {
  /// The template's text.
  public static let text = ctexts_card().string

  /// The template of packages that were made before cards had marks; their lines are nobody's own text.
  public static let textWithoutMarks = ctexts_card_without_marks().string
}
