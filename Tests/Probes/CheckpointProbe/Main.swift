import PackCheckpoints
import PackFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes the tensors of a checkpoint, whatever it is, into a safetensors file: what the Python tests compare with torch.
///
/// `CheckpointProbe CHECKPOINT OUTPUT`; the checkpoint is a file, or a directory with weights.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      complain("usage: CheckpointProbe CHECKPOINT OUTPUT")
      exit(64)
    }
    do {
      let checkpoint =
        fileKind(arguments[1]) == .directory
        ? try Checkpoint(directory: arguments[1], readsPickles: true)
        : try Checkpoint(file: arguments[1], readsPickles: true)
      try SafetensorsWriter.write(
        checkpoint.tensors.map { .init(name: $0.name, tensor: $0) }, to: arguments[2])
    } catch {
      complain("\(error)")
      exit(error is FileError ? 2 : 1)
    }
  }

  private static func complain(_ text: String) {
    let line = text + "\n"
    _ = line.withCString { write(STDERR_FILENO, $0, line.utf8.count) }
  }
}
