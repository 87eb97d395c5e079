/// A text that may name options: the code that shows it decides how each is spelled, as a property or as a flag.
///
/// ```swift
/// enum TableOption: String { case width }
/// let text: OptionText<TableOption> = "too narrow: \(.width) makes it wider"
/// text.description                    // too narrow: width makes it wider
/// text.spelled { "--\($0.rawValue)" } // too narrow: --width makes it wider
/// ```
public struct OptionText<Option: RawRepresentable<String> & Sendable & Hashable>: Sendable, Hashable {
  fileprivate enum Part: Sendable, Hashable {
    case text(String)
    case option(Option)
  }

  private let parts: [Part]

  /// A text that names no option.
  public init(_ text: String) { parts = [.text(text)] }

  /// The text with its options spelled in a way of the caller's.
  ///
  /// - Parameter spelling: what an option is called where the text is shown.
  public func spelled(_ spelling: (Option) -> String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .option(let option): spelling(option)
      }
    }.joined()
  }
}

extension OptionText: CustomStringConvertible {
  /// The text with its options by their own names.
  public var description: String { spelled { $0.rawValue } }
}

extension OptionText: ExpressibleByStringInterpolation {
  /// Collects the parts of a literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    /// Begins with nothing.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds a part of the literal itself.
    public mutating func appendLiteral(_ literal: String) { parts.append(.text(literal)) }

    /// Adds an option, whose spelling is left open.
    public mutating func appendInterpolation(_ option: Option) { parts.append(.option(option)) }

    /// Adds another text with its options.
    public mutating func appendInterpolation(_ text: OptionText) { parts += text.parts }

    /// Adds any other value, as a string has it.
    public mutating func appendInterpolation(_ value: some Any) { parts.append(.text("\(value)")) }
  }

  /// A literal without a value in it.
  public init(stringLiteral text: String) { self.init(text) }

  /// A literal with values in it.
  public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }
}
