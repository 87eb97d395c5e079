/// The modelling file that every package carries.
public enum ModellingFile {
  /// Its bytes.
  public static let bytes: [UInt8] = PackageResources.modeling_pruning_encoder_py

  /// SHA-256 of the modelling file of every release, the one in the making included, by the tool's version.
  ///
  /// A package is recognised by them for as long as it exists: entries are added, or, before a version is released, changed;
  /// those of released versions stay as they are.
  public static let releases: [(version: String, digest: String)] = [
    ("0.1.0", "b57e3a403152b714f9463fd81ce78a700c9da66043de8a37aa418c40579e9bf0")
  ]
}
