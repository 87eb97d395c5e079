/// What a Swift file declares for others, and which names it uses.
struct SwiftFile {
  /// An initializer, which has no name but its labels.
  struct Initializer: Hashable {
    var type: String
    var labels: [String]
  }

  /// Path below the folder of the sources, beginning with the module.
  let path: String
  /// The modules that it imports.
  private(set) var imports: [String] = []
  /// Types that other files may use, nested ones too.
  private(set) var types: Set<String> = []
  /// Functions, properties and cases that other files may use.
  private(set) var members: Set<String> = []
  /// Functions and values of the module itself, which belong to no type.
  private(set) var globals: Set<String> = []
  /// Initializers that other files may use.
  private(set) var initializers: Set<Initializer> = []
  /// Names that stand alone, with the first line of each.
  private(set) var words: [String: Int] = [:]
  /// Names after a dot, with the first line of each.
  private(set) var dotted: [String: Int] = [:]
  /// Calls of a name that begins with a capital, with the first line of each.
  private(set) var calls: [Initializer: Int] = [:]
  /// Values inside functions, parameters and labels: standing alone, they hide what others declare.
  private(set) var locals: Set<String> = []
  /// Everything that the file declares for itself or for others: it hides what others declare, also after a dot.
  private(set) var own: Set<String> = []

  private enum Scope {
    /// The body of a type, and whether others may see what is in it.
    case type(String, isVisible: Bool)
    case other
  }

  private var tokens: [SwiftToken] = []
  private var scopes: [Scope] = []

  /// Reads a file.
  init(path: String, source: [UInt8]) {
    self.path = path
    tokens = SwiftToken.read(source)
    readImports()
    readDeclarations()
    readUses()
    tokens = []
  }

  /// The folder, as a path below the module; `.` for the module's root.
  var folder: String {
    let parts = path.split(separator: "/").dropFirst().dropLast()
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private func text(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

  private mutating func readImports() {
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    for index in tokens.indices where text(index) == "import" && text(index - 1) != "." {
      imports.append(kinds.contains(text(index + 1)) ? text(index + 2) : text(index + 1))
    }
  }

  private mutating func readDeclarations() {
    // What the next brace opens, where that is the body of a type.
    var pending: Scope?
    var isHidden = false
    for index in tokens.indices {
      let isMember = text(index - 1) == "."
      switch text(index) {
      case "{":
        readClosureParameters(after: index)
        scopes.append(pending ?? .other)
        pending = nil
        isHidden = false
      case "}":
        _ = scopes.popLast()
        isHidden = false
      case "private", "fileprivate":
        // `private(set)` says nothing about who may read.
        if text(index + 1) != "(" { isHidden = true }
      case "struct", "enum", "actor", "protocol", "class":
        guard !isMember, tokens.indices.contains(index + 1), tokens[index + 1].isWord,
          !["func", "var", "let", "subscript"].contains(text(index + 1))
        else { continue }
        let name = text(index + 1)
        own.insert(name)
        readGenerics(after: index + 1)
        let isVisible = isSeen && !isHidden
        if isVisible { types.insert(name) }
        pending = .type(name, isVisible: isVisible)
        isHidden = false
      case "extension":
        guard !isMember else { continue }
        var end = index + 1
        while text(end + 1) == "." { end += 2 }
        pending = .type(text(end), isVisible: !isHidden)
        isHidden = false
      case "typealias", "associatedtype":
        own.insert(text(index + 1))
        if isSeen && !isHidden { types.insert(text(index + 1)) }
        isHidden = false
      case "func", "var", "let":
        if !isMember { declare(index, isHidden: isHidden) }
        isHidden = false
      case "case":
        if case .type? = scopes.last, isSeen { declareCases(after: index) }
      case "init":
        if !isMember, isSeen, !isHidden, case .type(let type, _)? = scopes.last {
          var open = index + 1
          while ["?", "!"].contains(text(open)) { open += 1 }
          if text(open) == "(" {
            initializers.insert(Initializer(type: type, labels: labels(from: open, isCall: false)))
          }
        }
        isHidden = false
      default: break
      }
    }
  }

  /// Whether a declaration that stands here can be seen by other files.
  private var isSeen: Bool {
    scopes.allSatisfy { scope in
      if case .type(_, let isVisible) = scope { return isVisible }
      return false
    }
  }

  /// Whether a declaration that stands here is a type's or the module's, and not a function's.
  private var isInType: Bool {
    if case .other? = scopes.last { return false }
    return true
  }

  /// The names of generic parameters: `func read<Value>(`.
  private mutating func readGenerics(after index: Int) {
    guard text(index + 1) == "<" else { return }
    var next = index + 2
    while tokens.indices.contains(next), text(next) != "(", text(next) != "{" {
      if tokens[next].isWord, ["<", ","].contains(text(next - 1)) { own.insert(text(next)) }
      next += 1
    }
  }

  /// The parameters of a closure: `{ one, other throws(Failure) in`.
  private mutating func readClosureParameters(after index: Int) {
    var names: [String] = []
    var next = index + 1
    while tokens.indices.contains(next), tokens[next].line == tokens[index].line {
      let word = text(next)
      if word == "in" {
        locals.formUnion(names)
        return
      }
      guard tokens[next].isWord || ["(", ")", ",", ":", "-", ">", "[", "]", "?", ".", "@"].contains(word),
        !["for", "let", "var", "if", "guard", "return", "try", "case"].contains(word)
      else { return }
      if tokens[next].isWord { names.append(word) }
      next += 1
    }
  }

  private mutating func declare(_ index: Int, isHidden: Bool) {
    if text(index) == "func" { readGenerics(after: index + 1) }
    if isInType || text(index) == "func" {
      own.insert(text(index + 1))
      guard isSeen, !isHidden else { return }
      if scopes.isEmpty { globals.insert(text(index + 1)) } else { members.insert(text(index + 1)) }
    } else {
      bind(after: index)
    }
  }

  /// The names of `let (a, b)`, `let a, b` and `let a`.
  private mutating func bind(after index: Int) {
    if text(index + 1) == "(" {
      var next = index + 2
      while tokens.indices.contains(next), text(next) != ")" {
        if tokens[next].isWord { locals.insert(text(next)) }
        next += 1
      }
    } else {
      locals.insert(text(index + 1))
    }
  }

  private mutating func declareCases(after index: Int) {
    var depth = 0
    var isName = true
    var next = index + 1
    let start = tokens[index].line
    while tokens.indices.contains(next) {
      let word = text(next)
      if depth == 0
        && ["case", "var", "let", "func", "}", "init", "static", "private", "struct", "enum"]
          .contains(word)
      {
        return
      }
      // Another line goes on only after a comma.
      if depth == 0 && tokens[next].line > start && tokens[next].line > tokens[next - 1].line
        && text(next - 1) != ","
      {
        return
      }
      if word == "(" { depth += 1 }
      if word == ")" { depth -= 1 }
      if depth == 0 && isName && tokens[next].isWord {
        members.insert(word)
        own.insert(word)
        isName = false
      }
      if depth == 0 && word == "," { isName = true }
      next += 1
    }
  }

  /// The labels of a list of arguments or parameters that begins at a parenthesis; `_` for none.
  private func labels(from open: Int, isCall: Bool) -> [String] {
    var labels: [String] = []
    var depth = 0
    var isStart = true
    var angles = 0
    for index in open..<tokens.count {
      switch text(index) {
      case "(", "[", "{":
        if depth == 1 && isStart && isCall { labels.append("_") }
        depth += 1
        if depth > 1 { isStart = false }
      case ")", "]", "}":
        depth -= 1
        if depth == 0 { return labels }
      case "<" where !isCall: angles += 1
      case ">" where !isCall && text(index - 1) != "-": angles -= 1
      case "," where depth == 1 && angles == 0: isStart = true
      default:
        guard depth == 1, isStart else { continue }
        let isLabel = tokens[index].isWord && (isCall ? text(index + 1) == ":" : true)
        labels.append(isLabel ? text(index) : "_")
        isStart = false
      }
    }
    return labels
  }

  private mutating func readUses() {
    for index in tokens.indices where tokens[index].isWord {
      let word = text(index)
      let (previous, next) = (text(index - 1), text(index + 1))
      if next == ":" && ["(", ","].contains(previous) || next == ":" && previous == "_" {
        // A label, or the parameter of a function: both hide what others call so.
        locals.insert(word)
        continue
      }
      if tokens.indices.contains(index + 1), tokens[index + 1].isWord, text(index + 2) == ":",
        ["(", ","].contains(previous)
      {
        continue
      }
      if next == ":" && tokens.indices.contains(index - 1) && tokens[index - 1].isWord
        && ["(", ","].contains(text(index - 2))
      {
        locals.insert(word)
        continue
      }
      if ["func", "var", "let", "struct", "enum", "class", "actor", "protocol", "typealias"].contains(
        previous)
      {
        continue
      }
      if previous == "for" { locals.insert(word) }
      if previous == "." {
        if dotted[word] == nil { dotted[word] = tokens[index].line }
      } else if words[word] == nil {
        words[word] = tokens[index].line
      }
      if next == "(", let first = word.utf8.first, (0x41...0x5A).contains(first) {
        let call = Initializer(type: word, labels: labels(from: index + 1, isCall: true))
        if calls[call] == nil { calls[call] = tokens[index].line }
      }
    }
  }
}
