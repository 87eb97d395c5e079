import CPeak
import Checkpoints
import Encoders
import JSON

/// Times forward passes for bench.py, which talks to it over the standard streams so that its runs and those of other
/// programs take turns on the same machine.
///
///     EncoderBenchmark MODEL_DIRECTORY THREADS
///
/// `peak SECONDS` is answered by one core's multiply-add peak in operations a second; `run BATCH LENGTH SECONDS` by
/// the shortest time of a pass, in seconds.
@main
struct EncoderBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let threads = Int(arguments[2]) else {
      print("usage: EncoderBenchmark MODEL_DIRECTORY THREADS")
      return
    }
    let config = try JSONDocument(readingFile: arguments[1] + "/config.json").root
    let encoder = try Encoder(
      config: config, weights: Checkpoint(directory: arguments[1]), role: .encoder, threads: threads)
    while let line = readLine() {
      let words = line.split(separator: " ")
      if words.count == 2, let seconds = Double(words[1]) {
        print(peak_flops(seconds))
      } else if words.count == 4, let batch = Int(words[1]), let length = Int(words[2]),
        let seconds = Double(words[3])
      {
        print(try shortestPass(encoder, batch, length, for: seconds))
      }
      FileOutput.flush()
    }
  }

  private static func shortestPass(_ encoder: Encoder, _ batch: Int, _ length: Int, for seconds: Double)
    throws -> Double
  {
    let limit = Int32(encoder.shape.vocabularySize - 1000)
    let rows = (0..<batch).map { row in
      TokenRow(ids: (0..<length).map { 1000 + Int32(($0 * 7919 + row * 104_729) % Int(limit)) })
    }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var shortest = Duration.seconds(3600)
    repeat {
      shortest = min(shortest, try clock.measure { _ = try encoder.run(rows, keepsStates: true) })
    } while clock.now < end
    return shortest / .seconds(1)
  }
}
