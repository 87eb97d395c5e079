import PackFiles
import PackHub

extension Receipt {
  /// The receipt for a person.
  var text: String {
    var lines: [String] = []
    if verdict == .planned {
      let width = plan.entries.map { groupedText($0.size).utf8.count }.max() ?? 0
      for change in PublishPlan.Change.allCases {
        for entry in plan.entries where entry.change == change {
          let size = groupedText(entry.size)
          let padding = String(repeating: " ", count: width - size.utf8.count)
          lines.append("\(change.rawValue.padded(7))  \(padding)\(size)  \(entry.path.visible)")
        }
      }
    }
    let counts = PublishPlan.Change.allCases.map { "\(plan.paths($0).count) \($0.rawValue)" }.joined(
      separator: ", ")
    lines.append("\(repository), \(branch): \(counts)")
    switch verdict {
    case .planned: lines.append("nothing was sent; \(groupedText(plan.bytesToSend)) bytes would be")
    case .published where plan.isEmpty: lines.append("already there, and equal: \(url ?? "")")
    case .published:
      lines.append("published, and compared with what was verified: \(pullRequest ?? url ?? "")")
    case .differs: lines.append("sent: \(pullRequest ?? url ?? "")")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What to say where something else lies on the Hub than was verified.
  var complaint: String {
    let files = differences.prefix(10).map { "\($0.path): \($0.problem)" }.joined(separator: "; ")
    let more = differences.count > 10 ? "; and \(differences.count - 10) more" : ""
    return
      "\(repository): commit \(commit ?? "") differs from what was verified: \(files)\(more); undo it: \(undoing)"
  }

  /// The command that takes the commit back.
  var undoing: String {
    if let pullRequest { return "close \(pullRequest)" }
    guard parentHasPackage, let parent else { return "hf repos delete \(repository)" }
    let target = branch == "main" ? "" : " --revision \(branch)"
    return "pruning-pack publish hf://\(repository)@\(parent) \(repository)\(target) --mirror --replace-card"
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
