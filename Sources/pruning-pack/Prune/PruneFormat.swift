import ArgumentParser

/// How `prune` prints.
enum PruneFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, html
}
