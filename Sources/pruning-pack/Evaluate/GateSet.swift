import PackEvaluation
import PackFiles

/// The labelled set of `verify --eval`, which is read once for each package, and once more after repairs.
///
/// Of standard input or a pipe, which can be read once, a copy is made.
struct GateSet {
  /// The file.
  let path: String
  /// What messages call it.
  let name: String
  private let scratch: ScratchDirectory?

  /// Reads the whole set: a mistake in it is said before anything is computed.
  ///
  /// - Throws: ``PackFiles/FileError``, ``PackJSON/JSONError``, ``PackEvaluation/EvaluationError``.
  init(_ path: String) throws {
    let reader = try LineReader(path)
    name = reader.name
    guard reader.size == nil else {
      self.path = path
      scratch = nil
      while try LabelledSet.next(reader, name: name) != nil {}
      return
    }
    let scratch = try ScratchDirectory()
    self.scratch = scratch
    self.path = joinPath(scratch.path, "set.jsonl")
    var copy = try OutputFile(creating: self.path)
    var last = 0
    while let line = try LabelledSet.next(reader, name: name) {
      // Blank lines count.
      try copy.write([UInt8](repeating: UInt8(ascii: "\n"), count: line.number - last - 1) + line.bytes)
      try copy.write([UInt8(ascii: "\n")])
      last = line.number
    }
    try copy.finish()
  }
}
