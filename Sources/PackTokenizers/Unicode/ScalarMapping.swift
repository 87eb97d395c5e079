/// The sequences that some scalars map to.
struct ScalarMapping: Sendable {
  private let indices: TwoStageTable<UInt16>
  private let starts: [UInt32]
  private let images: [UInt32]

  init(_ text: StaticString) {
    var runs: [(count: Int, value: UInt16)] = []
    var starts: [UInt32] = [0, 0]
    var images: [UInt32] = []
    var covered = 0
    Self.forEach(in: text) { scalar, image in
      images += image
      if scalar > covered { runs.append((scalar - covered, 0)) }
      runs.append((1, UInt16(truncatingIfNeeded: starts.count - 1)))
      starts.append(UInt32(images.count))
      covered = scalar + 1
    }
    runs.append((0x110000 - covered, 0))
    indices = TwoStageTable(runs: runs)
    self.starts = starts
    self.images = images
  }

  /// The image of a scalar, or nil where it maps to itself.
  @inline(__always)
  subscript(_ scalar: UInt32) -> ArraySlice<UInt32>? {
    let index = Int(indices[scalar])
    return index == 0 ? nil : images[Int(starts[index])..<Int(starts[index + 1])]
  }

  /// Calls `body` with every scalar that has an image, in ascending order.
  static func forEach(in text: StaticString, _ body: (Int, [UInt32]) -> Void) {
    var reader = PackedIntegers(text)
    var scalar = 0
    while !reader.isAtEnd {
      scalar += Int(reader.integer())
      var image: [UInt32] = []
      for _ in 0..<reader.integer() { image.append(UInt32(truncatingIfNeeded: scalar + reader.signed())) }
      body(scalar, image)
    }
  }
}
