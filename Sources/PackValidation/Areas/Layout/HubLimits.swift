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
    /// What there is too much of, in a sentence.
    package var problem: String
    /// The limit.
    package var limit: String
    /// What there is.
    package var found: String
    /// What to do about it.
    package var advice: String
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
    func add(
      _ path: String, _ problem: String, limit: String, found: String, advice: String, isRefused: Bool = false
    ) {
      excesses.append(
        Excess(
          path: path, problem: problem, limit: "at most \(limit)", found: found, advice: advice,
          isRefused: isRefused))
    }
    if files.count > Self.files {
      add(
        ".", "the package has more files than the Hub recommends", limit: "\(Self.files)",
        found: "\(files.count)", advice: "Delete files that the model does not need.")
    }
    var total = 0
    for file in files {
      let (sum, isOverflow) = total.addingReportingOverflow(file.size)
      total = isOverflow ? .max : sum
    }
    if total > repositorySize {
      add(
        ".", "the package is larger than the Hub accepts without being asked",
        limit: gigabytes(repositorySize), found: gigabytes(total),
        advice: "Delete files that the model does not need, or ask the Hub before the upload.")
    }
    for file in files where file.size > fileSize {
      let isRefused = file.size > largestFile
      add(
        file.path, "\(file.path) is larger than the Hub \(isRefused ? "accepts" : "recommends")",
        limit: gigabytes(isRefused ? largestFile : fileSize), found: gigabytes(file.size),
        advice: file.path.hasSuffix(".safetensors")
          ? "Split \(file.path) into shards with `save_pretrained(..., max_shard_size=\"50GB\")`."
          : "Delete \(file.path) from the package, or split it into smaller files.", isRefused: isRefused)
    }
    let filesIn = Dictionary(grouping: files) { parentPath($0.path) }.mapValues(\.count)
    let foldersIn = Dictionary(grouping: folders) { parentPath($0) }.mapValues(\.count)
    for folder in Set(filesIn.keys).union(foldersIn.keys).sorted() {
      let count = filesIn[folder] ?? 0
      let entries = count + (foldersIn[folder] ?? 0)
      if count > inFolder {
        add(
          folder, "\(folder) has more files than the Hub accepts in a folder", limit: "\(inFolder)",
          found: "\(count)", advice: "Move files from \(folder) to other folders, or delete them.",
          isRefused: true)
      } else if entries > inFolder {
        add(
          folder, "\(folder) has more entries than the Hub recommends in a folder", limit: "\(inFolder)",
          found: "\(entries)", advice: "Move entries from \(folder) to other folders, or delete them.")
      }
    }
    return excesses
  }

  /// A size in the Hub's decimal units, rounded up to a tenth: what passes a limit never reads like the limit.
  private static func gigabytes(_ bytes: Int) -> String {
    let (whole, rest) = bytes.quotientAndRemainder(dividingBy: 100_000_000)
    let tenths = whole + (rest > 0 ? 1 : 0)
    return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths % 10)") + " GB"
  }
}
