public import ArgumentParser
public import PackEncoders

extension Precision: ExpressibleByArgument {}

/// What products are computed in.
struct PrecisionOption: ParsableArguments {
  @Option(help: "What products are computed in; int8 is faster, and its numbers differ a little.")
  var precision: Precision = .float32
}
