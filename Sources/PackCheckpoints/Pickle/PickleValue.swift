/// What stands on a pickle's stack. Containers are numbers of the heap, texts are offsets in the stream: a value is small
/// and owns nothing, so that neither recursion nor depth costs anything.
enum PickleValue<Reader: PickleReader> {
  case none
  case bool(Bool)
  case int(Int)
  /// An integer that takes more than 64 bits, by its bytes.
  case bigInteger(Range<Int>)
  case double(Double)
  case text(Range<Int>)
  case bytes(Range<Int>)
  /// Immutable: a tuple, or what is one under another name.
  case tuple(Int)
  case list(Int)
  /// A dict, an OrderedDict or a Counter; two elements of the heap an entry.
  case dictionary(Int)
  case set(Int)
  /// A name that was imported.
  case global(Reader.Global)
  /// What a call or a persistent id gave.
  case object(Reader.Object)

  /// What it is, for messages.
  var phrase: String {
    switch self {
    case .none: "None"
    case .bool: "a boolean"
    case .int, .bigInteger: "an integer"
    case .double: "a float"
    case .text: "a string"
    case .bytes: "bytes"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .set: "a set"
    case .global(let global): global.phrase
    case .object(let object): object.phrase
    }
  }
}
