extension JSONNode {
  /// Whether Python takes the value for false.
  package var isFalsy: Bool {
    switch kind {
    case .null: true
    case .boolean: (try? bool()) == false
    case .number: (try? double()) == 0
    case .string: (try? stringBytes())?.isEmpty == true
    case .array: (try? elements())?.first { _ in true } == nil
    case .object: (try? members())?.first { _ in true } == nil
    }
  }
}
