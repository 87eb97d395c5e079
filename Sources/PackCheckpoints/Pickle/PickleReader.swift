/// What the names in a pickle stand for, and what they make: the part of a reader that knows who wrote the pickle.
protocol PickleReader {
  /// A name that the pickle may import.
  associatedtype Global: PicklePhrase
  /// What a call or a persistent id gives.
  associatedtype Object: PicklePhrase

  /// Knows nothing yet.
  init()

  /// How many things were made so far; they count as containers do.
  var count: Int { get }

  /// Who writes such pickles, for messages.
  static var writer: String { get }
  /// Which names there are, for messages.
  static var knownNames: String { get }

  /// The meaning of a name; nil for one that is not understood.
  static func find(module: some Collection<UInt8>, name: some Collection<UInt8>) -> Global?

  /// The value that a call would have returned.
  static func reduce(
    _ function: PickleValue<Self>, _ arguments: PickleValue<Self>, in machine: inout PickleMachine<Self>
  ) throws(CheckpointError) -> PickleValue<Self>

  /// Takes in the state that BUILD would set.
  static func build(
    _ target: PickleValue<Self>, _ state: PickleValue<Self>, in machine: inout PickleMachine<Self>
  ) throws(CheckpointError)

  /// What a persistent id names.
  static func object(
    _ id: PickleValue<Self>, in machine: inout PickleMachine<Self>
  ) throws(CheckpointError) -> PickleValue<Self>
}

/// A thing that messages can name.
protocol PicklePhrase {
  /// What it is, for messages.
  var phrase: String { get }
}
