import CPackTexts
import PackFiles

/// The modelling file that every package carries.
public enum ModellingFile {
  /// Its bytes.
  public static let bytes: [UInt8] = ctexts_modelling_file().bytes

  /// SHA-256 of the modelling file of every release, the one in the making included, by the tool's version.
  ///
  /// A package is recognised by them for as long as it exists: entries are added, or, before a version is released, changed;
  /// those of released versions stay as they are, and Tests/Released/digests.txt records them. templates/modelling/README.md
  /// says what to do after a change.
  public static let releases: [(version: String, digest: String)] = [
    ("0.1.0", "32e7d5531734b79dc2d79f0885430c3136b28cf6170a770d61efe3ef9cf90823"),
    ("0.2.0", "ffc2766dba8846d4848086c41502567da6a79a7a2dfaffa5b4042140a9a09634"),
  ]
}
