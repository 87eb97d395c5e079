extension VerifyReport {
  /// How long the parts took, the longest first, in milliseconds; what took less than one is left out.
  public var timingTable: String {
    timings.sorted { $0.time > $1.time }.filter { $0.time >= .milliseconds(1) }.map { part in
      let milliseconds = part.time / .milliseconds(1)
      return "timing\t\(part.name)\t\(Int(milliseconds.rounded()))\n"
    }.joined()
  }
}
