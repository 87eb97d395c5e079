package import ModelDir

extension LayoutDetection {
  /// What makes a package of such a directory, on the command line.
  package var advice: String {
    let option = layout == .rankingModel ? " with --pruning-head" : ""
    return "`pruning-pack save --from`\(option) makes a package of it"
  }
}
