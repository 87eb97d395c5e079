/// Files of this package's own.
public func readFile(_ path: String) -> String { "not \(path)" }
