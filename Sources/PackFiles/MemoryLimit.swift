import CPackFiles

/// What becomes of a process that may have no more memory.
package enum MemoryLimit {
  /// Has the process end with a message where it would end by a signal, because the memory that `ulimit -v` leaves it is used up.
  ///
  /// It ends at once where too little is left to begin with.
  ///
  /// Whatever asks for a size that a file names checks it and throws; an array that grows cannot.
  ///
  /// - Parameters:
  ///   - message: the line for standard error, at most 256 bytes.
  ///   - status: the exit code.
  package static func ends(with message: String, status: Int32) { cfiles_end_without_memory(message, status) }
}
