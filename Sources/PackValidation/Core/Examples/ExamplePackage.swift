package import ModelDir
package import PackFiles
package import PackJSON

/// A package that an example changes; the tests have one on disk.
///
/// A change that finds nothing to change throws, so that no example says less than it seems to.
package protocol ExamplePackage {
  /// The package's mode.
  var mode: PackageMode { get }
  /// The bytes of a file.
  func bytes(_ name: String) throws -> [UInt8]
  /// Paths of all files.
  func files() throws -> [String]
  /// Writes a file, and the directories above it.
  func write(_ bytes: [UInt8], to name: String) throws
  /// Removes a file or a directory.
  func remove(_ name: String) throws
  /// Makes a directory, and those above it.
  func makeDirectory(_ name: String) throws
  /// Makes a symbolic link.
  func makeLink(_ name: String, to target: String) throws
  /// Makes a named pipe.
  func makePipe(_ name: String) throws
  /// Makes a file of zeros that takes no room.
  func makeSparseFile(_ name: String, size: Int) throws
}

extension ExamplePackage {
  /// The sub-model's weights.
  package var weights: String { "\(mode.subModelDirectory)/model.safetensors" }

  /// The head's weights.
  package var head: String { "\(PackageLayout.head)/model.safetensors" }

  /// The sub-model's config.json.
  package var subConfig: String { "\(mode.subModelDirectory)/\(PackageLayout.config)" }

  /// The head's config.json.
  package var headConfig: String { "\(PackageLayout.head)/\(PackageLayout.config)" }

  /// Both tokenizer.json.
  package var tokenizers: [String] { both(PackageLayout.tokenizer) }

  /// Both tokenizer_config.json.
  package var tokenizerConfigs: [String] { both(PackageLayout.tokenizerConfig) }

  private func both(_ name: String) -> [String] { [name, "\(mode.subModelDirectory)/\(name)"] }

  /// Rewrites a JSON file.
  package func edit(_ name: String, _ change: (inout JSONObject) throws -> Void) throws {
    let document = try JSONDocument(bytes: try bytes(name), name: name)
    guard case .object(var object) = JSONValue(document.root) else {
      throw ExampleError(at: Place(file: name), problem: "not an object")
    }
    let old = object
    try change(&object)
    guard object != old else { throw ExampleError(at: Place(file: name), problem: "nothing was changed") }
    try write(JSONValue.object(object).text(.file), to: name)
  }

  /// Sets a key of JSON files, or takes it out.
  package func set(_ key: String, to value: JSONValue?, in names: String...) throws {
    try set(key, to: value, in: names)
  }

  /// Sets a key of JSON files, or takes it out.
  package func set(_ key: String, to value: JSONValue?, in names: [String]) throws {
    for name in names { try edit(name) { $0[key] = value } }
  }

  /// Rewrites a file.
  package func rewrite(_ name: String, _ change: ([UInt8]) throws -> [UInt8]) throws {
    let old = try bytes(name)
    let new = try change(old)
    guard new != old else { throw ExampleError(at: Place(file: name), problem: "nothing was changed") }
    try write(new, to: name)
  }

  /// Replaces the first occurrence of a text.
  package func replace(_ old: String, with new: String, in name: String) throws {
    try rewrite(name) { bytes in
      let (old, new) = (Array(old.utf8), Array(new.utf8))
      guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else { return bytes }
      return bytes[..<start] + new + bytes[(start + old.count)...]
    }
  }

  /// Replaces every occurrence of a text.
  package func replaceAll(_ old: String, with new: String, in name: String) throws {
    try rewrite(name) { Array(String(decoding: $0, as: UTF8.self).replacing(old, with: new).utf8) }
  }

  /// Adds lines at the end of a text.
  package func append(_ text: String, to name: String) throws {
    try rewrite(name) { $0 + Array("\n\n\(text)\n".utf8) }
  }

  /// Writes a file, and the directories above it.
  package func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Changes the sign of the last number of a file of tensors.
  package func flipLastBit(of name: String) throws {
    try rewrite(name) { bytes in
      var bytes = bytes
      if let last = bytes.indices.last { bytes[last] ^= 0x80 }
      return bytes
    }
  }

  /// Copies a file.
  package func copy(_ name: String, to other: String) throws {
    try write(try bytes(name), to: other)
  }
}

/// An example that does not fit the package that it changes.
package struct ExampleError: LocatedError {
  package let place: Place
  package let problem: String
  package var expected: String? { nil }
  package var found: String? { nil }

  package init(at place: Place, problem: String) {
    self.place = place
    self.problem = problem
  }
}
