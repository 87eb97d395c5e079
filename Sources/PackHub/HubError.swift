public import PackFiles

/// Why something could not be brought to the Hub, or from it.
public enum HubErrorCode: String, Sendable, Hashable {
  /// No interpreter has the official client.
  case noClient
  /// The client ended in a way that nobody foresaw.
  case clientFailed
  /// The Hub does not know who asks.
  case unauthorized
  /// Whoever asks may not do this.
  case forbidden
  /// The Hub refused a request.
  case requestRefused
  /// Too many requests.
  case rateLimited
  /// The Hub cannot be reached, or does not work.
  case unreachable
  /// What answers is not the Hub.
  case notTheHub
  /// The client was told to stay offline.
  case offline
  /// There is no such repository or revision.
  case notFound
  /// Somebody else changed the repository meanwhile.
  case moved
  /// The Hub does not take the card's front matter.
  case cardRefused
  /// The Hub would leave files out.
  case ignored
  /// A file is not what was verified.
  case changed
}

/// Something that could not be brought to the Hub, or from it; the place is the repository or the file.
public typealias HubError = LocatedFailure<HubErrorCode>

extension HubError {
  /// Whether the package or the repository is at fault, and nothing was sent.
  public var isRefusal: Bool {
    switch code {
    case .moved, .cardRefused, .ignored, .changed: true
    default: false
    }
  }

  init(_ code: Code, _ place: String, _ problem: String, expected: String? = nil, found: String? = nil) {
    self.init(code, at: Place(file: place), problem: problem, expected: expected, found: found)
  }
}
