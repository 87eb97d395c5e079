/// What lies where a file should be that was not really fetched.
package enum StandIn: Sendable {
  /// A Git LFS pointer.
  case lfsPointer
  /// A web page, such as a login page or an error page.
  case htmlPage

  /// Looks at the beginning of a file.
  package init?(_ bytes: some Collection<UInt8>) {
    let start = bytes.prefix(256)
    if start.starts(with: "version https://git-lfs".utf8) {
      self = .lfsPointer
      return
    }
    let text = start.drop { $0 <= 0x20 }.map { $0 | 0x20 }
    guard text.starts(with: "<!doctype".utf8.map { $0 | 0x20 }) || text.starts(with: "<html".utf8) else {
      return nil
    }
    self = .htmlPage
  }

  /// What messages call it.
  package var phrase: String {
    switch self {
    case .lfsPointer: "a Git LFS pointer"
    case .htmlPage: "an HTML page"
    }
  }

  /// What should be there, and how to get it where that is known.
  package func expected(_ content: String) -> String {
    switch self {
    case .lfsPointer: "\(content) (`git lfs pull` fetches it)"
    case .htmlPage: content
    }
  }
}
