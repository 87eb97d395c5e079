import Files

extension Rule {
  /// What the Hub's documentation says: a repository, a folder, a file that uploads well, and the largest one.
  private static let mostFiles = 100_000
  private static let mostInFolder = 10_000
  private static let largeFile = 50_000_000_000
  private static let largestFile = 500_000_000_000

  static let lay006 = Rule(
    "LAY006", .error, needs: [.layout],
    title: "numbers and sizes of files are within the Hub's limits",
    why: """
      The Hub serves up to 100,000 files in a repository and 10,000 in a folder, and takes files up to 500 GB, better \
      below 50: what is beyond these limits fails at upload, or for those who download it.
      """,
    fix: "Split large weights into shards (`max_shard_size`), and leave out what is not part of the model."
  ) { context throws(RuleSkip) in
    let package = context.package
    if package.isTooLarge {
      context.report(
        at: Place(file: "."), "too many files: most of them were not looked at",
        expected: "at most \(mostFiles)")
    }
    var folders: [String: Int] = [:]
    for entry in package.entries {
      folders[parentPath(entry.path), default: 0] += 1
      if entry.size > largeFile {
        context.report(
          at: Place(file: entry.path), "file is larger than the Hub likes",
          expected: "at most \(entry.size > largestFile ? largestFile : largeFile) bytes",
          found: "\(entry.size)", severity: entry.size > largestFile ? .error : .warning)
      }
    }
    for (folder, count) in folders.sorted(by: { $0.key < $1.key }) where count > mostInFolder {
      context.report(
        at: Place(file: folder), "too many entries in a folder", expected: "at most \(mostInFolder)",
        found: "\(count)", severity: .warning)
    }
  }
}
