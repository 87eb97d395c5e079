import PackPythonCode

extension Rule {
  static let py006 = Rule(
    "PY006", "no-post-init", .error, needs: [.code], guardsCode: true,
    title: "a model's __init__ ends in post_init()",
    why: """
      transformers 5 keeps what it knows of tied weights, of parallel plans and of weights to initialise in attributes that \
      post_init() sets. A model that never calls it fails while it is loaded, or keeps weights that nobody loaded.
      """,
    advice: "Call `self.post_init()` at the end of `__init__`."
  ) { context throws(RuleSkip) in
    let models = PythonModels(try context.package.code.required())
    let named = (try? autoMapEntries(context.package).compactMap(\.1)) ?? []
    for entry in models.made(Set(named)) where !models.callsPostInit(entry) {
      context.report(
        at: entry.file.place(entry.definition.offset), "the model's __init__ does not call post_init",
        expected: "self.post_init()",
        found: "class \(entry.definition.path)")
    }
    try context.package.code.requireAll()
  }
}
