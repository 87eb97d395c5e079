/// The modelling file that every package carries.
public enum ModellingFile {
  /// Its bytes.
  public static let bytes: [UInt8] = PackageResources.modeling_pruning_encoder_py

  /// SHA-256 of the modelling file of every release, the one in the making included, by the tool's version.
  ///
  /// A package is recognised by them for as long as it exists: entries are added, or, before a version is released, changed;
  /// those of released versions stay as they are.
  public static let releases: [(version: String, digest: String)] = [
    ("0.1.0", "e647beb081ab45c7e7c8f566c8fb9740ced525b4a9838df8bbea15fb4db82a26")
  ]
}
