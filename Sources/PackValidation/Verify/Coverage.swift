/// What a verification tried, and where: with pruning-pack alone, and in each version of transformers.
public struct Coverage: Sendable, Hashable {
  /// What became of one use of the package in one environment.
  public enum State: Sendable, Hashable {
    /// It was tried, and it works; how, in a few words.
    case checked(String)
    /// It was tried, and it does not work.
    case failed(String)
    /// It was not tried, and why; empty where the column says it.
    case notChecked(String)
    /// There is nothing to try.
    case notApplicable(String)
  }

  /// Where the package was tried.
  public struct Column: Sendable, Hashable {
    /// `transformers 5`
    public var name: String
    /// The version that ran, or why none did.
    public var detail: String
  }

  /// A use of the package, with a state for each column.
  public struct Row: Sendable, Hashable {
    /// `CrossEncoder`
    public var name: String
    /// What is meant by it, in a few words.
    public var detail: String
    /// The states in the order of the columns.
    public var states: [State]
  }

  /// Rows of one kind.
  public struct Group: Sendable, Hashable {
    /// `Uses`, `Types of weights`, `Families`
    public var name: String
    /// The rows.
    public var rows: [Row]
  }

  /// The environments.
  public var columns: [Column]
  /// The rows.
  public var groups: [Group]

  /// Changes the texts that come from the package or from whoever ran it.
  mutating func mapReasons(_ change: (String) -> String) {
    for column in columns.indices { columns[column].detail = change(columns[column].detail) }
    for group in groups.indices {
      for row in groups[group].rows.indices {
        groups[group].rows[row].states = groups[group].rows[row].states.map { state in
          switch state {
          case .checked(let text): .checked(change(text))
          case .failed(let text): .failed(change(text))
          case .notChecked(let text): .notChecked(change(text))
          case .notApplicable(let text): .notApplicable(change(text))
          }
        }
      }
    }
  }
}
