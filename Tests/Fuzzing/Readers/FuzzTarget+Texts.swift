import PackFiles
import PackJSON
import PackPythonCode
import PackYAML

extension FuzzTarget {
  /// The readers of the lower floors.
  public static let readers: [FuzzTarget] = [json, yaml, safetensors, checkpoint, tokenizer, python]

  private static let json = FuzzTarget("json", .json()) { input in
    guard let document = try? JSONDocument(bytes: input, name: "input") else { return nil }
    visit(document.root)
    let value = JSONValue(document.root)
    for layout in [JSONValue.Layout.line, .file, .table] {
      let text = Array(value.text(layout).utf8)
      guard let again = try? JSONDocument(bytes: text, name: "written") else {
        return "what was written cannot be read"
      }
      if JSONValue(again.root) != value, layout == .line {
        return "what was written is read as another value"
      }
    }
    let members = try? document.root.members()
    if members?.contains(where: { $0.key == "\u{1}" }) == false {
      guard let added = try? document.adding("\u{1}", .null, to: document.root),
        (try? JSONDocument(bytes: added, name: "added")) != nil
      else { return "no member can be added" }
    }
    let replaced = document.replacing(document.root, with: .object(["a": .array([.int(1)])]))
    return (try? JSONDocument(bytes: replaced, name: "replaced")) == nil ? "a value cannot be replaced" : nil
  }

  private static func visit(_ root: JSONNode) {
    // Not by recursion: that is the reader's to survive.
    var pending = [root]
    while let node = pending.popLast() {
      _ = try? node.string()
      _ = try? node.int()
      _ = try? node.double()
      _ = try? node.bool()
      if node.kind == .object, let members = try? node.members() { pending += members.map(\.value) }
      if node.kind == .array, let elements = try? node.elements() { pending += Array(elements) }
    }
    _ = root.place
  }

  private static let yaml = FuzzTarget("yaml", .yaml()) { input in
    guard String(validating: input, as: UTF8.self) != nil else { return nil }
    let place = Place(file: "input")
    let value = try? YAMLValue(yaml: input, at: place)
    let document = try? YAMLDocument(yaml: input, at: place)
    // A number that is none equals nothing, but looks the same.
    guard document?.root == value || "\(String(describing: document?.root))" == "\(String(describing: value))"
    else { return "the two readers disagree" }
    if let value, depth(of: value) > YAMLValue.maximumDepth + 1 { return "deeper than is promised" }
    _ = try? YAMLDocument(yaml: input, at: place, duplicates: .refused)
    guard let document, case .mapping(let pairs) = document.root else { return nil }
    for pair in pairs.prefix(64) {
      if let offset = document.place(of: "$.\(pair.key)").byteOffset, offset > input.count {
        return "a key's place is behind the text"
      }
    }
    return nil
  }

  /// Levels of collections, and one for what is in them.
  private static func depth(of value: YAMLValue) -> Int {
    var deepest = 0
    var pending = [(value: value, depth: 1)]
    while let (value, depth) = pending.popLast() {
      deepest = max(deepest, depth)
      switch value {
      case .scalar: break
      case .sequence(let values), .set(let values): pending += values.map { (value: $0, depth: depth + 1) }
      case .mapping(let pairs): pending += pairs.map { (value: $0.value, depth: depth + 1) }
      }
    }
    return deepest
  }

  /// The scanner of tokens, the parser, and the judgement by the list of what models use; no interpreter is started.
  private static let python = FuzzTarget(
    "python",
    FuzzLanguage(
      pairs: [("(", ")"), ("[", "]"), ("{", "}"), ("f\"{", "}\""), ("lambda: (", ")"), ("\"\"\"", "\"\"\"")],
      steps: ["if x:", "class A:", "def f(a=1):", "for i in x:", "with x as y:", "match x:"],
      separators: ["", ", ", "\n", ";", " + ", "."],
      words: [
        "import torch\n", "from torch import nn as n\n", "getattr(x, 'eval')", "__import__('os')", "not ",
        "-", "await ", "yield ", "lambda: ", "1 if a else ", "elif x: pass\n", "@a\n", "*a, ", "**k",
        "x := ", "f'{a!r:>{w}}'", "rb'\\x00'", "'''", "\\\n", "\u{C}", "# coding: latin-1\n", "\u{FEFF}",
        "type X[T] = int\n", "case [a, *_] | {'k': v}: pass\n", "nonlocal a\n", "0x_f", "1_0.0e-9j", "...",
        "->", "a.b.c", "global a\n", "del a[0]\n", "assert a, b\n", "try:\n x\nexcept* E as e:\n y\n",
      ])
  ) { input in
    let facts = try? PythonFacts(scanning: input, name: "input.py")
    for use in facts?.uses ?? [] where !(0...input.count).contains(use.offset) {
      return "a use stands outside of the text"
    }
    guard let tree = try? PythonTree(input, name: "input.py") else { return nil }
    _ = tree.words.count
    let verdicts = PythonPackage(["input.py": tree]).verdicts()["input.py"] ?? []
    for verdict in verdicts where verdict.offset > input.count {
      return "a verdict stands outside of the text"
    }
    return nil
  }
}
