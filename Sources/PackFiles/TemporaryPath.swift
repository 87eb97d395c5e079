import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file or directory that is there while something is being written: known by its name, locked, and removed when the object
/// goes away, whatever the reason, or the process ends.
package final class TemporaryPath: Sendable {
  /// Where it is.
  package let path: String
  /// It, open: for writing, if it is a file.
  let descriptor: Int32

  private let isKept = Atomic<Bool>(false)

  /// Creates an empty directory, or an empty file, that only this user may read.
  ///
  /// - Throws: ``FileError``.
  package init(_ name: TemporaryName, in directory: String) throws(FileError) {
    while true {
      let made = try InterruptCleanup.shared.uninterrupted { paths throws(FileError) in
        let made = try Self.create(name.template(in: directory), isDirectory: name != .file, in: directory)
        paths.insert(made.path)
        return made
      }
      do throws(PathLock.Refusal) { try PathLock.lock(made.descriptor, made.path) } catch {
        switch error {
        // A file system without locks: nobody can take it for unused there either.
        case .failed: break
        // Somebody who clears up was faster than the lock.
        case .inUse, .gone:
          InterruptCleanup.shared.unregister(made.path)
          close(made.descriptor)
          continue
        }
      }
      (path, descriptor) = made
      return
    }
  }

  /// Gives it the permissions of any other new file or directory.
  func setDefaultMode(isDirectory: Bool) {
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, (isDirectory ? 0o777 : 0o666) & ~mask)
  }

  /// Leaves it where it is when the object goes away.
  func keep() {
    isKept.store(true, ordering: .relaxed)
    InterruptCleanup.shared.unregister(path)
  }

  private static func create(
    _ template: [CChar], isDirectory: Bool, in parent: String
  ) throws(FileError) -> (path: String, descriptor: Int32) {
    let pattern = template
    var template = pattern
    var descriptor: Int32
    if isDirectory {
      repeat {
        template = pattern
        guard mkdtemp(&template) != nil else {
          descriptor = -1
          break
        }
        descriptor = open(template, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Somebody who clears up may be faster than this, too.
      } while descriptor < 0 && errno == ENOENT
    } else {
      descriptor = mkstemp(&template)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    guard descriptor >= 0 else {
      throw FileError(
        errno: errno, path: parent, operation: "create a temporary \(isDirectory ? "directory" : "file")")
    }
    return (String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), descriptor)
  }

  deinit {
    if !isKept.load(ordering: .relaxed) {
      // A failed clean-up must not hide why the work was given up.
      try? removeTemporary(path)
      InterruptCleanup.shared.unregister(path)
    }
    close(descriptor)
  }
}
