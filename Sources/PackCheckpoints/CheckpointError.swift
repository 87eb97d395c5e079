public import PackFiles

/// What is wrong with a checkpoint; each rule of the format has a code.
public enum CheckpointErrorCode: String, Sendable, Hashable {
  /// The file has no bytes.
  case emptyFile
  /// The file is a Git LFS pointer, not the weights it points to.
  case lfsPointer
  /// The file is a web page, such as an error page saved under the name of the weights.
  case htmlPage
  /// The file is a text, such as the `Entry not found` of a server, saved under the name of the weights.
  case textFile
  /// Fewer than the 8 bytes of the header's length.
  case headerLengthMissing
  /// The header claims more than 100,000,000 bytes.
  case headerTooLarge
  /// The header claims more bytes than the file has.
  case headerBeyondFile
  /// The header is not UTF-8.
  case headerNotUTF8
  /// The header is not JSON, or not a JSON object of the required shape.
  case headerNotJSON
  /// The header does not begin with `{`.
  case headerNotAtBrace
  /// The header has a key twice.
  case headerDuplicateKey
  /// `__metadata__` is not an object of strings.
  case metadataNotStrings
  /// A dtype that the format does not name.
  case unknownDType
  /// A dimension that is negative or no integer.
  case invalidShape
  /// `data_offsets` is not two integers in order, or lies beyond the file.
  case invalidOffsets
  /// The first tensor does not begin where the header ends.
  case offsetsNotAtZero
  /// Bytes between two tensors belong to none.
  case offsetsLeaveHole
  /// Two tensors share bytes.
  case offsetsOverlap
  /// The tensor has more or fewer bytes than shape and dtype ask for.
  case sizeMismatch
  /// Shape times dtype does not fit in an integer.
  case sizeOverflow
  /// Bytes after the last tensor belong to none.
  case trailingBytes
  /// The file ends before the last tensor does.
  case missingBytes
  /// The shard index does not have the shape of one.
  case invalidIndex
  /// A shard that the index names is not there.
  case missingShard
  /// The index and its shards disagree about which tensor is where.
  case indexDisagrees
  /// `metadata.total_size` is not the sum of the shards' tensors.
  case totalSizeMismatch
  /// The directory has none of the files that hold weights.
  case noWeights
  /// A tensor that the architecture needs is not there.
  case missingTensor
  /// A tensor has another shape than the architecture needs.
  case wrongShape
  /// A tensor has a dtype that cannot be computed with.
  case unsupportedDType
  /// A value cannot be represented in the dtype that was asked for.
  case valueOverflow
  /// The zip archive breaks its format: records that are absent, truncated or beyond the file.
  case zipMalformed
  /// The zip archive uses what no writer of checkpoints does: encryption, volumes, another compression.
  case zipUnsupported
  /// A member's own header and the central directory disagree.
  case zipDisagrees
  /// Two members share bytes, or bytes belong to none.
  case zipOverlap
  /// A member's name leaves the archive, or is there twice.
  case zipUnsafeName
  /// Members, directory or inflated size are larger than any checkpoint's.
  case zipTooLarge
  /// A member's bytes do not have the checksum that is recorded for them, or do not inflate to their size.
  case zipChecksum
  /// The file was not written by torch.save as a state dict: TorchScript, a tar archive, foreign members.
  case notTorchFile
  /// The pickle ends before it is complete, or an argument lies beyond its end.
  case pickleTruncated
  /// An opcode that is unknown, or that torch.save does not write.
  case pickleOpcode
  /// A pickle imports a name that is not on the list of those that are understood.
  case pickleImport
  /// The pickle's instructions do not fit each other: an empty stack, a wrong type.
  case pickleMalformed
  /// The pickle is larger or deeper than any checkpoint's.
  case pickleLimit
  /// A frame of the pickle ends within an instruction: Python's two readers understand what follows differently.
  case pickleFrame
  /// More than a scan looks at: instructions, imports, inflated bytes, members, layers of archives.
  case scanLimit
  /// A compressed file of a format that is not decompressed here, and that loaders of pickles decompress.
  case notDecompressed
  /// A tar archive whose members readers could find in different places.
  case tarMalformed
  /// A tensor or value that torch knows and safetensors cannot hold, such as a sparse one.
  case torchUnsupported
  /// A tensor extends beyond its storage, or a storage beyond its file.
  case torchBounds
  /// A storage is absent, of another size than the pickle says, or referred to by nothing.
  case torchStorage
  /// The saved object is not a dictionary of tensors, or has a duplicate name.
  case notStateDict
}

/// A checkpoint that breaks its format, or lacks what its reader needs.
public typealias CheckpointError = LocatedFailure<CheckpointErrorCode>
