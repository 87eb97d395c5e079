/// The table of what was checked, and where.
struct HTMLCoverage {
  let coverage: Coverage
  let outline: HTMLOutline

  /// The section.
  var section: String {
    let heads = coverage.columns.map { column in
      "<th scope=\"col\">\(markup(column.name))<small>\(messageMarkup(column.detail))</small></th>"
    }
    let groups = coverage.groups.filter { !$0.rows.isEmpty }.map { group in
      """
      <tbody>
      <tr class="group"><th scope="rowgroup" colspan="\(coverage.columns.count + 1)">\(markup(group.name))</th></tr>
      \(group.rows.map(row).joined())</tbody>

      """
    }
    return outline.section(
      "checked", "What was checked",
      """
      <div class="scroll" tabindex="0" role="group" aria-label="What was checked">
      <table class="matrix">
      <thead><tr><td></td>\(heads.joined())</tr></thead>
      \(groups.joined())</table>
      </div>

      """)
  }

  private func row(_ row: Coverage.Row) -> String {
    let detail = row.detail.isEmpty ? "" : "<small>\(markup(row.detail))</small>"
    let cells = zip(coverage.columns, row.states).map(cell).joined()
    return "<tr><th scope=\"row\">\(markup(row.name))\(detail)</th>\(cells)</tr>\n"
  }

  private func cell(_ column: Coverage.Column, _ state: Coverage.State) -> String {
    let (name, words, detail) =
      switch state {
      case .checked(let detail): ("checked", "checked", detail)
      case .failed(let detail): ("failed", "failed", detail)
      case .notChecked(let detail): ("other", "not checked", detail)
      case .notApplicable(let detail): ("other", "not applicable", detail)
      }
    var small = detail.isEmpty ? "" : "<small>\(messageMarkup(detail))</small>"
    if name == "other" && detail.isEmpty {
      // A phone shows the cells one below the other, without the heads.
      small = "<small class=\"narrow\">\(messageMarkup(column.detail))</small>"
    }
    return
      "<td data-column=\"\(markup(column.name))\"><span class=\"status \(name)\">\(words)</span>\(small)</td>"
  }
}
