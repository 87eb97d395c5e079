/// The template of a package's README.md.
///
/// It is text with two kinds of tags, both filled by ModelDir:
///
/// - `{{name}}` anywhere in a line is replaced by the value of that name. Values are plain text without a line end; in
///   the front matter they are YAML scalars or flow lists (`[en, "no"]`), quoted where YAML needs it.
/// - `{{#name}}` and `{{/name}}`, each alone on its line, enclose lines that are left out, tags and all, when the name
///   has no value. Such sections are not nested; a value that has a section may be missing, every other is required.
///
/// Names with a section: `reranking_pruning` or `pruning_only` (the mode's is set, to any text), `license`,
/// `license_name`, `license_link`, `license_notice`, `language`, `base_model`, `source_card`, `tokenizer_notice`,
/// `requires_transformers` (`>=5.0.0`).
/// Required: `transformers` (the versions that load the package), `title`, `model` (the name under which the snippets load the package; a Hub id or the directory's name),
/// `package` (the same for the command: a Hub id has `hf://` before it),
/// `family` (`BERT`), `parameters` (`22,713,601`), `dtype` (`float32`), `max_length`, `num_labels`,
/// `ranking_activation`, `pruning_threshold`, `pruning_aggregation`, `hidden_state_source`,
/// `token_type_ids` (`used` or `ignored`).
public enum CardTemplate {
  /// The template's text.
  public static let text = String(decoding: PackageResources.README_md_template, as: UTF8.self)
}
