import CPeak
import PackCheckpoints
import PackEncoders
import PackJSON

/// Times forward passes for bench.py, which talks to it over the standard streams so that its runs and those of other
/// programs take turns on the same machine.
///
///     EncoderBenchmark MODEL_DIRECTORY THREADS PRECISION
///
/// `peak SECONDS` and `peak-int8 SECONDS` are answered by one core's multiply-add peak in operations a second, `instructions`
/// by the instruction set; `run BATCH LENGTH SECONDS` by
/// the shortest time of a pass, in seconds; `states LENGTH` by the last hidden states of one row.
@main
struct EncoderBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let threads = Int(arguments[2]),
      let precision = Precision(rawValue: arguments[3])
    else {
      print("usage: EncoderBenchmark MODEL_DIRECTORY THREADS PRECISION")
      return
    }
    let config = try JSONDocument(readingFile: arguments[1] + "/config.json").root
    let encoder = try Encoder(
      config: config, weights: Checkpoint(directory: arguments[1]), role: .encoder, threads: threads,
      precision: precision)
    while let line = readLine() {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Double($0) }
      switch (words.first, numbers.count) {
      case ("peak", 1): print(peak_flops(numbers[0]))
      case ("peak-int8", 1): print(peak_int8(numbers[0]))
      case ("instructions", 0): print(encoder.instructionSet.rawValue)
      case ("run", 3): print(try shortestPass(encoder, Int(numbers[0]), Int(numbers[1]), for: numbers[2]))
      case ("states", 1):
        let states = try encoder.run(rows(encoder, 1, Int(numbers[0])), keepsStates: true).first?.hiddenStates
        print((states ?? []).map { String($0) }.joined(separator: " "))
      default: print("unknown request: \(line)")
      }
      FileOutput.flush()
    }
  }

  /// The rows that bench.py gives to the others too.
  private static func rows(_ encoder: Encoder, _ batch: Int, _ length: Int) -> [TokenRow] {
    let ids = encoder.shape.vocabularySize - 1000
    return (0..<batch).map { row in
      TokenRow(ids: (0..<length).map { Int32(1000 + ($0 * 7919 + row * 104_729) % ids) })
    }
  }

  private static func shortestPass(_ encoder: Encoder, _ batch: Int, _ length: Int, for seconds: Double)
    throws -> Double
  {
    let rows = rows(encoder, batch, length)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var shortest = Duration.seconds(3600)
    repeat {
      shortest = min(shortest, try clock.measure { _ = try encoder.run(rows, keepsStates: true) })
    } while clock.now < end
    return shortest / .seconds(1)
  }
}
