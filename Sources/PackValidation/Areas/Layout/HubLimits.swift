import PackFiles

/// What the Hub's documentation ("Storage limits", as of 2025) says about the files of a repository, in decimal bytes.
package enum HubLimits {
  /// Files of a repository; more are served, and badly.
  package static let files = 100_000
  /// Files of a folder, which cannot be more; and entries of one, folders among them, which should not.
  package static let inFolder = 10_000
  /// Size of a file that uploads and downloads well.
  package static let fileSize = 200_000_000_000
  /// Size that no file may exceed.
  package static let largestFile = 500_000_000_000
  /// Size of a repository for which the Hub wants to be asked.
  package static let repositorySize = 1_000_000_000_000

  /// A limit that is passed.
  package struct Excess: Sendable, Hashable {
    /// The file or the folder; `.` for the repository.
    package var path: String
    /// What there is too much of.
    package var problem: String
    /// The limit.
    package var limit: String
    /// What there is.
    package var found: String
    /// Whether the Hub refuses it.
    package var isRefused: Bool
  }

  /// The limits that entries pass.
  ///
  /// - Parameters:
  ///   - files: path and size in bytes of each file.
  ///   - folders: the paths of the folders below the root.
  /// - Returns: what concerns the repository first, then files, then folders, in the order of their paths.
  package static func excesses(files: [(path: String, size: Int)], folders: [String]) -> [Excess] {
    var excesses: [Excess] = []
    func add(_ path: String, _ problem: String, _ limit: String, _ found: String, isRefused: Bool = false) {
      excesses.append(Excess(path: path, problem: problem, limit: limit, found: found, isRefused: isRefused))
    }
    if files.count > Self.files {
      add(".", "more files than the Hub likes", "at most \(Self.files)", "\(files.count)")
    }
    var total = 0
    for file in files {
      let (sum, isOverflow) = total.addingReportingOverflow(file.size)
      total = isOverflow ? .max : sum
    }
    if total > repositorySize {
      add(".", "more than the Hub stores unasked", "at most \(repositorySize) bytes", "\(total)")
    }
    for file in files where file.size > fileSize {
      let isRefused = file.size > largestFile
      add(
        file.path, isRefused ? "file is larger than the Hub takes" : "file is larger than the Hub likes",
        "at most \(isRefused ? largestFile : fileSize) bytes", "\(file.size)", isRefused: isRefused)
    }
    let filesIn = Dictionary(grouping: files) { parentPath($0.path) }.mapValues(\.count)
    let foldersIn = Dictionary(grouping: folders) { parentPath($0) }.mapValues(\.count)
    for folder in Set(filesIn.keys).union(foldersIn.keys).sorted() {
      let count = filesIn[folder] ?? 0
      let entries = count + (foldersIn[folder] ?? 0)
      if count > inFolder {
        add(
          folder, "more files in a folder than the Hub takes", "at most \(inFolder)", "\(count)",
          isRefused: true)
      } else if entries > inFolder {
        add(folder, "more entries in a folder than the Hub likes", "at most \(inFolder)", "\(entries)")
      }
    }
    return excesses
  }
}
