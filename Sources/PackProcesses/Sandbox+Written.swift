import PackFiles

extension Sandbox {
  /// More entries than this are too many, whatever their size.
  private static let entryLimit = 65_536

  /// Whether the files in the directory that the program may write to are together no larger than they may be.
  ///
  /// A file that was deleted while it is open is not seen.
  var isWithinWrittenSize: Bool {
    do throws(FileError) {
      let entries = try listDirectory(scratch, limit: Self.entryLimit)
      return entries.reduce(0) { $0 + $1.size } <= limits.writtenSize
    } catch {
      // Something that goes while it is listed is no fault.
      return error.code != .tooLarge
    }
  }
}
