import Testing

/// Requires numbers within 1e-4, relative to those beyond 1.
func expectClose(
  _ got: [Float]?, _ want: [Float]?, _ what: String, tolerance: Float = 1e-4,
  location: SourceLocation = #_sourceLocation
) {
  guard let got, let want, got.count == want.count else {
    #expect(got?.count == want?.count, "\(what): counts differ", sourceLocation: location)
    return
  }
  // Written so that a NaN is a difference.
  let wrong = zip(got, want).enumerated().filter { !(abs($1.0 - $1.1) <= tolerance * max(1, abs($1.1))) }
  #expect(
    wrong.isEmpty,
    "\(what): \(wrong.count) of \(want.count) differ, first \(String(describing: wrong.first))",
    sourceLocation: location)
}
