import Files
import ModelDir

extension Rule {
  static let py001 = Rule(
    "PY001", .error, needs: [.code],
    title: "every .py at the root is UTF-8 and parses as Python 3",
    why: "Code that does not parse fails at import, in the process of whoever trusted it.",
    fix: "Correct the line that is named, or copy the modelling file again from `pruning-pack save`."
  ) { context throws(RuleSkip) in
    let package = context.package
    let sources = package.files.filter { $0.hasSuffix(".py") }.sorted()
    guard !sources.isEmpty else { throw .prerequisiteFailed("there is no Python file") }
    for file in sources {
      if file == PackageLayout.modellingFile, package.isTemplate { continue }
      do {
        let bytes = try readFile(joinPath(package.root, file), name: file, limit: PythonSource.sizeLimit)
        _ = try PythonSource(bytes, name: file)
      } catch let error as any LocatedError {
        context.report(error)
      } catch {
        throw .prerequisiteFailed("\(file) cannot be read")
      }
    }
  }
}
