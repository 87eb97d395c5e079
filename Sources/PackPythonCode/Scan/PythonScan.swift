/// A walk over the statements of a file that collects facts.
struct PythonScan {
  /// The tokens of the file.
  let tokens: [PythonToken]
  /// For each opening bracket the position of the closing one.
  let closers: [Int]
  /// The statements that they make up.
  let statements: [PythonStatement]
  /// What was found so far.
  var facts = PythonFacts()
  /// Names that imports bind, anywhere in the file, and what they stand for.
  private(set) var imported: [String: Set<String>] = [:]
  /// A name that stands for more imports than are followed: each of its uses would be a use of all of them.
  private(set) var crowdedName: PythonWord?
  static let mostImports = 64
  /// Functions and classes of the module's level.
  private var defined: Set<String> = []
  /// Parameters and variables of the functions around the place that is read.
  var scopes: [Set<String>] = []
  /// What is around the place that is read.
  var context = Context()
  /// Lambdas around the place that is read.
  var lambdas = 0
  /// Whether what is read is not executed.
  var isUnread = false

  /// What is around a statement.
  struct Context {
    /// The classes and functions, joined by dots.
    var owner = ""
    /// Whether a function is among them.
    var isInFunction = false
    /// Whether a module that is not there is caught.
    var catchesImportError = false
    /// Whether it is part of a `try` statement.
    var isInTry = false
    /// What the tests of `if` statements call.
    var conditions: [PythonCondition] = []
    /// Whether a name that is not there is caught.
    var catchesNameError = false

    /// The path of what is defined there.
    func path(_ name: String) -> String { owner.isEmpty ? name : "\(owner).\(name)" }

    /// Adds conditions, as far as so many are told.
    mutating func add(_ more: [PythonCondition]) {
      conditions += more.prefix(PythonCondition.limit - conditions.count)
    }
  }

  /// Prepares a walk over these tokens.
  init(_ tokens: [PythonToken]) {
    self.tokens = tokens
    statements = PythonStatement.statements(of: tokens)
    var closers = [Int](repeating: tokens.count, count: tokens.count)
    var open: [Int] = []
    for (position, token) in tokens.enumerated() where token.kind == .symbol {
      if ["(", "[", "{"].contains(token.text) { open.append(position) }
      if [")", "]", "}"].contains(token.text), let opener = open.popLast() { closers[opener] = position }
    }
    self.closers = closers
  }

  /// Walks over the whole file.
  mutating func run() -> PythonFacts {
    for entry in allImports(statements) {
      guard let name = entry.boundName else { continue }
      imported[name, default: []].insert(entry.target)
      if (imported[name]?.count ?? 0) > Self.mostImports {
        crowdedName = PythonWord(name, at: entry.offset)
        return facts
      }
    }
    for statement in statements where statement.keyword == "def" || statement.keyword == "class" {
      if !statement.tokens.isEmpty { defined.insert(tokens[statement.tokens.lowerBound].text) }
    }
    facts.disguisedNames = tokens.filter { $0.kind == .name && isDisguised($0.text) }
      .map { PythonWord($0.text, at: $0.offset) }
    facts.reservedStrings = tokens.filter { $0.kind == .string && PythonFacts.isReserved($0.text) }
      .map { PythonWord($0.text, at: $0.offset) }
    walk(statements)
    dropBoundNames()
    return facts
  }

  /// What the first part of a name stands for.
  func resolve(_ name: String) -> [(name: String, origin: PythonUse.Origin)] {
    if scopes.contains(where: { $0.contains(name) }) { return [(name, .local)] }
    if let targets = imported[name] { return targets.sorted().map { ($0, .imported) } }
    return [(name, defined.contains(name) ? .local : .global)]
  }

  // MARK: Statements

  private mutating func walk(_ block: [PythonStatement]) {
    let outer = context
    // Whether the statements before this one in the block are a `try`, and what the tests before it call where they are an
    // `if`.
    var followsTry = false
    var earlier: [PythonCondition] = []
    for (index, statement) in block.enumerated() {
      defer { context = outer }
      switch statement.keyword {
      case nil:
        simple(statement.tokens)
      case "def": function(statement)
      case "class": classStatement(statement)
      case "try":
        let handlers = block[(index + 1)...]
        // `except*` makes another statement, into which transformers looks for imports.
        let catchesGroups = handlers.first.map(self.catchesGroups) == true
        followsTry = !catchesGroups
        earlier = []
        if !catchesGroups {
          context.isInTry = true
          if catches(["ImportError", "ModuleNotFoundError"], handlers) { context.catchesImportError = true }
        }
        if catches(["NameError"], handlers) { context.catchesNameError = true }
        walk(statement.body)
        continue
      case "except", "finally", "else":
        if followsTry { context.isInTry = true }
        context.add(earlier)
        expression(statement.tokens)
        walk(statement.body)
        continue
      case "if", "elif":
        if statement.keyword == "if" { earlier = [] }
        let called = conditions(of: statement.tokens)
        context.add(called)
        context.add(earlier)
        followsTry = false
        for condition in called where earlier.count < PythonCondition.limit {
          var condition = condition
          condition.holds = false
          earlier.append(condition)
        }
        expression(statement.tokens)
        walk(statement.body)
        continue
      default:
        expression(statement.tokens)
        walk(statement.body)
      }
      followsTry = false
      earlier = []
    }
    context = outer
  }

  private func catchesGroups(_ statement: PythonStatement) -> Bool {
    statement.keyword == "except" && statement.tokens.first.map { tokens[$0].isSymbol("*") } == true
  }

  /// Whether one of the handlers that follow a `try` takes one of these errors.
  private func catches(_ errors: Set<String>, _ rest: ArraySlice<PythonStatement>) -> Bool {
    for statement in rest {
      guard statement.keyword == "except" else { return false }
      let names = tokens[statement.tokens].filter { $0.kind == .name }.map(\.text)
      let catching = errors.union(["Exception", "BaseException"])
      if names.isEmpty || !catching.isDisjoint(with: names) { return true }
    }
    return false
  }

  /// The functions that a test calls by a plain name, in the order of the text.
  private func conditions(of test: Range<Int>) -> [PythonCondition] {
    test.filter { position in
      tokens[position].kind == .name && position + 1 < test.upperBound && tokens[position + 1].isSymbol("(")
        && (position == test.lowerBound || !tokens[position - 1].isSymbol("."))
        && !Self.keywords.contains(tokens[position].text)
    }.prefix(PythonCondition.limit).map { position in
      let name = tokens[position].text
      let isNegated = position > test.lowerBound && tokens[position - 1].isName("not")
      return PythonCondition(
        function: name, targets: resolve(name).map(\.name), holds: true, isNegated: isNegated)
    }
  }

  private mutating func simple(_ range: Range<Int>) {
    switch tokens[range.lowerBound] {
    case let token where token.isName("import") || token.isName("from"):
      for var entry in imports(range) {
        entry.catchesImportError = context.catchesImportError
        entry.isInTry = context.isInTry
        entry.conditions = context.conditions
        entry.owner = context.owner
        entry.isInFunction = context.isInFunction
        facts.imports.append(entry)
      }
    case let token where token.isName("global") || token.isName("nonlocal"): break
    default: assignment(range)
    }
  }

  private mutating func function(_ statement: PythonStatement) {
    let range = statement.tokens
    guard let first = range.first, let opener = range.first(where: { tokens[$0].isSymbol("(") }) else {
      return
    }
    let path = context.path(tokens[first].text)
    facts.functions.append(PythonFunction(path: path, offset: tokens[first].offset))
    let closer = min(closers[opener], range.upperBound)
    var names: Set<String> = []
    for parameter in split((opener + 1)..<closer) {
      guard let name = parameter.first(where: { tokens[$0].kind == .name }) else { continue }
      names.insert(tokens[name].text)
      // Annotation and default are executed around the function, not in it.
      var equals = name
      while equals < parameter.upperBound, !tokens[equals].isSymbol("=") {
        equals = after(equals, before: parameter.upperBound)
      }
      annotation((name + 1)..<max(name + 1, equals), isVariable: false)
      expression(equals..<parameter.upperBound)
    }
    if closer + 1 < range.upperBound {
      annotation((closer + 1)..<range.upperBound, isVariable: false)
    }
    names.formUnion(variables(of: statement.body))
    for entry in allImports(statement.body) { _ = entry.boundName.map { names.remove($0) } }
    context.owner = path
    context.isInFunction = true
    scopes.append(names)
    walk(statement.body)
    scopes.removeLast()
  }

  private mutating func classStatement(_ statement: PythonStatement) {
    let range = statement.tokens
    guard let first = range.first else { return }
    let path = context.path(tokens[first].text)
    var bases: [String] = []
    if let opener = range.first(where: { tokens[$0].isSymbol("(") }) {
      let closer = min(closers[opener], range.upperBound)
      for argument in arguments((opener + 1)..<closer) where argument.keyword == nil {
        if case .name(let base) = argument.value { bases.append(base) }
      }
      expression(opener..<range.upperBound)
    }
    facts.classes.append(PythonClass(path: path, bases: bases, offset: tokens[first].offset))
    context.owner = path
    walk(statement.body)
  }
}
