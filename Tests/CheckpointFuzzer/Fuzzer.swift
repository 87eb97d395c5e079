import CPackZlib
import PackCheckpoints
import PackFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// What libFuzzer calls with each input: every reader of Checkpoints takes it as a file, and whatever is accepted is read to
// its last byte. A pickle is also put into an archive with the right checksums, which no mutation would find.

/// Where the input is written: in memory where there is such a place.
private let path: String = {
  let directory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
  return "\(directory)/pruning-pack-fuzz-\(getpid())"
}()

/// The entry point that libFuzzer looks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  readFile(input)
  if input.first == 0x80 { readFile(archive(of: input)) }
  return 0
}

private func readFile(_ bytes: [UInt8]) {
  guard let file = fopen(path, "wb") else { abort() }
  fwrite(bytes, 1, bytes.count, file)
  fclose(file)
  _ = try? PickleScan(path, name: "input")
  for readsPickles in [true, false] {
    guard let checkpoint = try? Checkpoint(file: path, name: "input", readsPickles: readsPickles) else {
      continue
    }
    for tensor in checkpoint.tensors {
      _ = tensor.scan()
      _ = tensor.bytes.reduce(0) { $0 &+ $1 }
    }
  }
}

/// An archive as torch.save writes it, with a storage of 64 bytes.
private func archive(of pickle: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  var directory: [UInt8] = []
  func append(_ value: some FixedWidthInteger, to target: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { target.append(contentsOf: $0) }
  }
  let members = [("archive/data.pkl", pickle), ("archive/data/0", [UInt8](repeating: 0x3F, count: 64))]
  for (name, data) in members {
    let offset = UInt32(bytes.count)
    let checksum = UInt32(truncatingIfNeeded: crc32(0, data, uInt(data.count)))
    var common: [UInt8] = []
    for field: UInt16 in [20, 0, 0, 0, 33] { append(field, to: &common) }
    for field in [checksum, UInt32(data.count), UInt32(data.count)] { append(field, to: &common) }
    append(UInt16(name.utf8.count), to: &common)
    append(UInt16(0), to: &common)
    append(UInt32(0x0403_4B50), to: &bytes)
    bytes += common + Array(name.utf8) + data
    append(UInt32(0x0201_4B50), to: &directory)
    append(UInt16(20), to: &directory)
    directory += common
    for field: UInt16 in [0, 0, 0] { append(field, to: &directory) }
    append(UInt32(0), to: &directory)
    append(offset, to: &directory)
    directory += Array(name.utf8)
  }
  let start = UInt32(bytes.count)
  bytes += directory
  append(UInt32(0x0605_4B50), to: &bytes)
  for field: UInt16 in [0, 0, 2, 2] { append(field, to: &bytes) }
  append(UInt32(directory.count), to: &bytes)
  append(start, to: &bytes)
  append(UInt16(0), to: &bytes)
  return bytes
}
