extension VerifyReport {
  /// How long the parts took, the longest first, in milliseconds; what took less than one is left out. Then the tokens of the
  /// battery.
  public var timingTable: String {
    let tokens = batteryTokens.map { "tokens\tbattery\t\($0)\n" } ?? ""
    return timings.sorted { $0.time > $1.time }.filter { $0.time >= .milliseconds(1) }.map { part in
      let milliseconds = part.time / .milliseconds(1)
      return "timing\t\(part.name)\t\(Int(milliseconds.rounded()))\n"
    }.joined() + tokens
  }
}
