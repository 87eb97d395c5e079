import ArgumentParser

/// How much of the battery `verify` runs.
enum BatteryExtent: String, ExpressibleByArgument, CaseIterable {
  case standard, full
}
