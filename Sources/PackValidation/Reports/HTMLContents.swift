import PackFiles

/// What is in the package: the tree of its files, and tables of its weights.
struct HTMLContents {
  let contents: PackageContents
  let outline: HTMLOutline

  /// A package that nobody has judged may list any number of files or tensors; a page is for reading.
  private static let rowLimit = 2000

  /// The section of the files.
  var files: String {
    let total = contents.files.reduce(0) { $0 + $1.size }
    let sizes = directorySizes
    var rows: [String] = []
    var parents: [String] = []
    for file in contents.files.prefix(Self.rowLimit) {
      let steps = Self.steps(file.path)
      let directories = Array(steps.dropLast())
      var shared = 0
      while shared < min(parents.count, directories.count), parents[shared] == directories[shared] {
        shared += 1
      }
      for depth in shared..<directories.count {
        let size = sizes[Array(directories[...depth])] ?? 0
        rows.append(row(directories[depth] + "/", depth, size, of: total, kind: "directory"))
      }
      parents = directories
      rows.append(
        row(steps.last ?? "", directories.count, file.size, of: total, kind: file.isLink ? "link" : "file"))
    }
    let files = contents.files.count == 1 ? "1 file" : "\(groupedText(contents.files.count)) files"
    return outline.section(
      "files", "Files",
      """
      <table class="tree">
      <thead class="hidden"><tr><th scope="col">file</th><th scope="col">size</th><td></td></tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      <tfoot><tr><td>\(files)</td><td class="number">\(sizeText(total))</td><td class="share"></td></tr></tfoot>
      </table>
      \(rest(contents.files.count, "files"))
      """)
  }

  /// The section of the weights: parameters by type, and every tensor.
  var weights: String {
    guard !contents.weights.isEmpty else { return "" }
    let tables = contents.weights.map { weights in
      let shares = weights.dtypes.map { share in
        cells([
          share.dtype, groupedText(share.tensorCount), groupedText(share.parameterCount),
          sizeText(share.byteCount),
        ])
      }
      let tensors = weights.tensors.prefix(Self.rowLimit).map { tensor in
        """
        <tr><td><code>\(markup(tensor.name))</code></td><td>\(tensor.dtype)</td><td>\(tensor.shape)</td>\
        <td class="number">\(sizeText(tensor.byteCount))</td></tr>

        """
      }
      return """
        \(outline.heading(2, "<code>\(markup(weights.name))</code>"))<table>
        <thead><tr><th scope="col">dtype</th><th scope="col" class="number">tensors</th>\
        <th scope="col" class="number">parameters</th><th scope="col" class="number">size</th></tr></thead>
        <tbody>
        \(shares.joined())</tbody>
        <tfoot>\(cells(["all", groupedText(weights.tensors.count), groupedText(weights.parameterCount), sizeText(weights.byteCount)]))</tfoot>
        </table>
        <details><summary>Tensors</summary>
        <div class="scroll" tabindex="0" role="group" aria-label="Tensors of \(markup(weights.name))">
        <table>
        <thead><tr><th scope="col">name</th><th scope="col">dtype</th><th scope="col">shape</th>\
        <th scope="col" class="number">size</th></tr></thead>
        <tbody>
        \(tensors.joined())</tbody>
        </table>
        </div>
        \(rest(weights.tensors.count, "tensors"))</details>

        """
    }
    return outline.section("weights", "Weights", tables.joined())
  }

  private var directorySizes: [[String]: Int] {
    var sizes: [[String]: Int] = [:]
    for file in contents.files {
      var directory = Self.steps(file.path).dropLast()
      while !directory.isEmpty {
        sizes[Array(directory), default: 0] += file.size
        directory.removeLast()
      }
    }
    return sizes
  }

  private static func steps(_ path: String) -> [String] {
    path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
  }

  private func row(_ name: String, _ depth: Int, _ size: Int, of total: Int, kind: String) -> String {
    let share = total > 0 ? Int((Double(size) / Double(total) * 100).rounded()) : 0
    return """
      <tr class="\(kind)"><td class="depth-\(min(depth, 6))">\(markup(name))</td>\
      <td class="number" title="\(groupedText(size)) bytes">\(sizeText(size))</td>\
      <td class="share"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
      <rect width="\(max(share, 1))" height="8" rx="2"/></svg></td></tr>

      """
  }

  private func cells(_ texts: [String]) -> String {
    let cells = texts.enumerated().map { index, text in
      "<td\(index > 0 ? " class=\"number\"" : "")>\(markup(text))</td>"
    }
    return "<tr>\(cells.joined())</tr>\n"
  }

  private func rest(_ count: Int, _ what: String) -> String {
    count > Self.rowLimit ? "<p class=\"faint\">and \(count - Self.rowLimit) more \(what)</p>\n" : ""
  }
}
