/// Methods that ask their own object for an attribute of any name, `getattr(self, name)`.
///
/// Asked of an object that is harmless; asked of a function, the same line would lead into the interpreter. So wherever a
/// package has such methods, nobody may get hold of one without its object.
struct AskingMethods {
  /// How many arguments each needs at least, beside its object.
  var arguments: [String: Int] = [:]

  var isEmpty: Bool { arguments.isEmpty }

  /// Their names.
  var names: Set<String> { Set(arguments.keys) }

  /// Why an attribute must not be taken without a call.
  func objection(to name: String) -> String? {
    arguments[name] == nil
      ? nil : "\(name), which asks for attributes of any name, is taken without its object"
  }
}
