import PackFiles

extension Tensor {
  /// Vectors of zeros, in one file without a name that goes away with them.
  ///
  /// - Parameters:
  ///   - names: their names.
  ///   - width: how many elements each has.
  ///   - dtype: their type, of floating point.
  ///   - file: the file that messages name.
  ///   - temporaryDirectory: where the file lies; `TMPDIR` or `/var/tmp` by default.
  /// - Throws: ``PackFiles/FileError`` where it cannot be written.
  public static func zeros(
    _ names: [String], width: Int, dtype: DType, file: String, temporaryDirectory: String? = nil
  ) throws -> [Tensor] {
    let size = width * dtype.bits / 8
    var output = try OutputFile(temporaryIn: temporaryDirectory)
    try [UInt8](repeating: 0, count: size).withUnsafeBytes { try output.write($0) }
    let map = try output.map(as: file)
    return names.map { name in
      Tensor(name: name, dtype: dtype, shape: [width], file: map, fileName: file, byteRange: 0..<size)
    }
  }
}
