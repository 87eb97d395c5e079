/// An error that says where the input is wrong, what was expected there and what was found.
///
/// Each module has one, mostly a ``LocatedFailure`` with the module's codes; the command line and the findings of `verify`
/// are rendered from these four parts, never from prose that was assembled elsewhere.
public protocol LocatedError: Error, Sendable, Hashable, CustomStringConvertible {
  /// File and position.
  var place: Place { get }
  /// What is wrong, in a few words without the place.
  var problem: String { get }
  /// What would have been right, if known.
  var expected: String? { get }
  /// What was found instead, if known.
  var found: String? { get }
}

extension LocatedError {
  /// `config.json, $.num_labels: wrong type: expected an integer, found a string`.
  public var description: String {
    var text = "\(place): \(problem)"
    switch (expected, found) {
    case (let expected?, let found?): text += ": expected \(expected), found \(found)"
    case (let expected?, nil): text += ": expected \(expected)"
    case (nil, let found?): text += ": found \(found)"
    case (nil, nil): break
    }
    return text
  }
}
