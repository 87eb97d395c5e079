public import ArgumentParser
public import PackEncoders

extension Precision: ExpressibleByArgument {}

/// What products are computed in.
struct PrecisionOption: ParsableArguments {
  @Option(help: "What products are computed in; int8 is faster, and its numbers differ a little.")
  var precision: Precision = .float32
}

/// `--precision int8,float32`
struct Precisions {
  let measured: Precision
  /// What it is compared with.
  let other: Precision?

  init(measured: Precision, other: Precision?) {
    self.measured = measured
    self.other = other
  }

  init(parsing argument: String) throws {
    let values = try argument.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let value = Precision(rawValue: String(text)) else {
        throw ValidationError("A precision is float32 or int8; found '\(text)'.")
      }
      return value
    }
    guard let first = values.first, values.count <= 2, values.last != first || values.count == 1 else {
      throw ValidationError("--precision takes one, or two different ones; found '\(argument)'.")
    }
    measured = first
    other = values.count == 2 ? values[1] : nil
  }
}
