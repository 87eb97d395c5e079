import ModelDir
import PackJSON

extension ExamplePackage {
  /// Has auto_map lead to another place for the mode's class.
  func mapClass(_ entry: String) throws {
    try set(mode.autoClass, of: "auto_map", to: .string(entry), in: "config.json")
  }
}
