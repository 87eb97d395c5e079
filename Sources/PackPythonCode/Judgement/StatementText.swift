/// The text of statements without what does no matter: comments, white space, and how a function's own variables are called.
struct StatementText {
  private let tree: PythonTree
  private let places: [(offset: Int, scope: PythonScope)]
  /// Names that mean something outside functions, which stay as they are.
  private let fixed: Set<String>

  init(_ tree: PythonTree, _ scopes: PythonScopes) {
    self.tree = tree
    places = scopes.places
    fixed = PythonBuiltins.names.union(scopes.module.bindings.keys).union(Self.keywords(tree.tokens))
  }

  /// Names that stand before a `=` between brackets: keywords of calls, and parameters with a default.
  private static func keywords(_ tokens: [PythonToken]) -> Set<String> {
    var names: Set<String> = []
    var depth = 0
    for (position, token) in tokens.enumerated() {
      if token.kind == .symbol, ["(", "[", "{"].contains(token.text) { depth += 1 }
      if token.kind == .symbol, [")", "]", "}"].contains(token.text) { depth -= 1 }
      if token.kind == .name, depth > 0, position + 1 < tokens.count, tokens[position + 1].isSymbol("=") {
        names.insert(token.text)
      }
    }
    return names
  }

  /// The text of a range of tokens.
  func text(_ range: Range<Int>) -> String {
    guard !range.isEmpty else { return "" }
    let own = variables(range)
    var numbers: [String: Int] = [:]
    var depth = 0
    var pieces: [String] = []
    for position in range {
      let token = tree.tokens[position]
      switch token.kind {
      case .newline: pieces.append("\n")
      case .indent: pieces.append("\u{1}indent")
      case .dedent: pieces.append("\u{1}dedent")
      case .fieldStart: pieces.append("\u{1}field")
      case .fieldEnd: pieces.append("\u{1}end")
      case .string: pieces.append("\u{1}string" + string(position))
      case .number: pieces.append(token.text)
      case .symbol:
        if ["(", "[", "{"].contains(token.text) { depth += 1 }
        if [")", "]", "}"].contains(token.text) { depth -= 1 }
        pieces.append(token.text)
      case .name:
        let isAttribute = position > range.lowerBound && tree.tokens[position - 1].isSymbol(".")
        let isKeyword =
          depth > 0 && position + 1 < range.upperBound && tree.tokens[position + 1].isSymbol("=")
        if own.contains(token.text), !isAttribute, !isKeyword {
          let number = numbers[token.text] ?? numbers.count
          numbers[token.text] = number
          pieces.append("\u{1}\(number)")
        } else {
          pieces.append(token.text)
        }
      }
    }
    return pieces.joined(separator: "\u{2}")
  }

  /// Variables of the functions in a range, and parameters that no call names.
  private func variables(_ range: Range<Int>) -> Set<String> {
    let start = tree.tokens[range.lowerBound].offset
    let end = range.upperBound < tree.tokens.count ? tree.tokens[range.upperBound].offset : Int.max
    var names: Set<String> = []
    var others: Set<String> = []
    var index = firstPlace(from: start)
    while index < places.count, places[index].offset < end {
      let scope = places[index].scope
      index += 1
      for (name, bindings) in scope.bindings {
        let isVariable = scope.kind == .function || scope.kind == .comprehension
        if isVariable, !bindings.isEmpty { names.insert(name) } else { others.insert(name) }
      }
      others.formUnion(scope.globals)
    }
    return names.filter { !others.contains($0) && !fixed.contains($0) }
  }

  private func firstPlace(from offset: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A string as it is written, quotes and prefix included, without the expressions in it, which are tokens of their own.
  private func string(_ position: Int) -> String {
    let token = tree.tokens[position]
    var start = token.offset
    while start < tree.bytes.count, !isQuote(tree.bytes[start]) { start += 1 }
    let prefix = String(decoding: tree.bytes[token.offset..<start], as: UTF8.self)
    guard position + 1 < tree.tokens.count, tree.tokens[position + 1].kind == .fieldStart else {
      return prefix + "\u{1}" + token.text
    }
    let quote =
      tree.bytes[start...].starts(with: [tree.bytes[start], tree.bytes[start], tree.bytes[start]]) ? 3 : 1
    let end = start + quote + token.text.utf8.count
    var pieces = prefix
    var place = start
    var next = position + 1
    var depth = 0
    while next < tree.tokens.count, tree.tokens[next].offset < end || depth > 0 {
      let token = tree.tokens[next]
      if token.kind == .fieldStart {
        if depth == 0, place <= token.offset {
          pieces += String(decoding: tree.bytes[place..<token.offset], as: UTF8.self)
        }
        depth += 1
      } else if token.kind == .fieldEnd {
        depth -= 1
        if depth == 0 { place = token.offset }
      } else if depth == 0 {
        break
      }
      next += 1
    }
    return pieces + "\u{1}"
      + String(decoding: tree.bytes[min(place, end)..<min(end, tree.bytes.count)], as: UTF8.self)
  }
}
