/// Where the bytes of a storage are: in the file as they are, or in a deflated member of the archive.
enum TorchSource: Sendable {
  /// In the file; with the member that has the checksum, in an archive.
  case inPlace(Range<Int>, ZipMember?)
  case deflated(ZipMember)
}
