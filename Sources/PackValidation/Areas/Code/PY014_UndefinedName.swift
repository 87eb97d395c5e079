import PackPythonCode
extension Rule {
  static let py014 = Rule(
    "PY014", "undefined-name", .error, needs: [.code], guardsCode: true,
    title: "every name in the code is defined",
    why: """
      A name that nothing in its file imports, assigns or defines, and that Python does not bring along, is a NameError as \
      soon as its line runs: most often an import that was lost when the file was cut out of a library.
      """,
    advice: "Import or define what is named."
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      var seen = PythonBuiltins.names
      for name in facts.unboundNames where seen.insert(name.text).inserted {
        context.report(
          at: file.place(name.offset), "a name that nothing in the file defines", found: name.text)
      }
    }
    try context.package.code.requireAll()
  }
}
