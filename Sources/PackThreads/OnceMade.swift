import Synchronization

/// A lazy value: it is computed at the first access, and other threads wait for it.
public final class OnceMade<Value: Sendable>: Sendable {
  private let value: Mutex<Value?>

  /// - Parameter value: the value, where it is there already.
  public init(_ value: Value? = nil) { self.value = Mutex(value) }

  /// The value, made now if it is not there.
  public func get(_ make: () -> Value) -> Value {
    value.withLock { value in
      if let value { return value }
      let made = make()
      value = made
      return made
    }
  }

  /// The value, if it has been made.
  public var ifMade: Value? { value.withLock { $0 } }
}
