public import PackFiles

/// What is wrong with JSON.
public struct JSONErrorCode: Sendable, Hashable, CustomStringConvertible {
  private enum Value: Hashable {
    case syntax, encoding, duplicateKey, tooDeep, tooLarge, wrongType, missingKey, outOfRange, notAllowed
  }
  private let value: Value
  private init(_ value: Value) { self.value = value }

  /// The kind's name, `missingKey`.
  public var description: String { "\(value)" }

  /// The text does not follow the grammar of RFC 8259 (`NaN` and trailing commas are such cases).
  public static let syntax = JSONErrorCode(.syntax)
  /// The bytes are not UTF-8, or an escape is unpaired surrogate.
  public static let encoding = JSONErrorCode(.encoding)
  /// An object has the same key twice, byte for byte.
  public static let duplicateKey = JSONErrorCode(.duplicateKey)
  /// More nesting than any real file has.
  public static let tooDeep = JSONErrorCode(.tooDeep)
  /// The text is larger than the reader accepts.
  public static let tooLarge = JSONErrorCode(.tooLarge)
  /// A value has another type.
  public static let wrongType = JSONErrorCode(.wrongType)
  /// A required key is absent.
  public static let missingKey = JSONErrorCode(.missingKey)
  /// A number does not fit.
  public static let outOfRange = JSONErrorCode(.outOfRange)
  /// A value of the right type that is none of the allowed ones.
  public static let notAllowed = JSONErrorCode(.notAllowed)
}

/// JSON that cannot be read, or that does not have the shape its reader needs.
public typealias JSONError = LocatedFailure<JSONErrorCode>
