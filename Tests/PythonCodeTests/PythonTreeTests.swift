import PackFiles
import PackTemplates
import PackPythonCode
import PackageFixtures
import TestSupport
import Testing

/// The facts of a syntax tree are those of the scan, on everything that is written as people write it.
@Suite struct PythonTreeTests {
  private static let interpreter = PythonInterpreter.onPath

  private func compare(_ source: String, name: String = "m.py") throws {
    guard let interpreter = Self.interpreter else {
      print("there is no python3: syntax trees were not compared")
      return
    }
    let bytes = Array(source.utf8)
    let scanned = try PythonFacts(scanning: bytes, name: name)
    let parsed = try #require(try PythonFacts(parsing: bytes, name: name, with: interpreter))
    #expect(parsed.imports == scanned.imports, "\(name)")
    #expect(parsed.classes.sorted { $0.offset < $1.offset } == scanned.classes, "\(name)")
    #expect(parsed.functions.map(\.path).sorted() == scanned.functions.map(\.path).sorted(), "\(name)")
    #expect(
      Set(parsed.unboundNames.map(\.text)) == Set(scanned.unboundNames.map(\.text)), "\(name)")
    #expect(parsed.reservedStrings.map(\.text) == scanned.reservedStrings.map(\.text), "\(name)")
    expectSame(parsed.assignments.map(describe), scanned.assignments.map(describe), name)
    expectSame(parsed.uses.map(describe), scanned.uses.map(describe), name)
    expectSame(
      parsed.lookups.map { "\($0.object) \($0.key)" }, scanned.lookups.map { "\($0.object) \($0.key)" }, name)
    #expect(parsed.keepsOwnName == scanned.keepsOwnName)
  }

  private func expectSame(_ parsed: [String], _ scanned: [String], _ name: String) {
    let (parsed, scanned) = (parsed.sorted(), scanned.sorted())
    let difference = parsed.difference(from: scanned)
    #expect(difference.isEmpty, "\(name): \(difference.prefix(6))")
  }

  /// Everything but the place: before Python 3.12 a tree does not know where in a formatted string something stands.
  private func describe(_ use: PythonUse) -> String {
    "\(use.owner) \(use.name) \(use.origin) \(use.call ?? [])\(use.call == nil)"
  }

  private func describe(_ one: PythonAssignment) -> String { "\(one.owner) \(one.target) \(one.value)" }

  @Test(arguments: [
    "import os as o\no.system('x')", "from os import system as s\ns('x')",
    "import torch.nn.functional as F\nF.gelu(x)",
    "import os.path\nos.path.join(a, b=c)", "super().__init__(config)", "sys.modules['os'].system",
    "x = f'{eval(y)}'", "(a or b).c().d", "f(compile=1, *eval)", "@a.b\ndef f(x: c = d) -> e: return x",
    "x: y = z", "eval: bool", "self.x: int", "x.a = y", "x += y", "x.a += y", "a == b <= c",
    "from a import *\nb",
    "lambda x, y=z: x + w", "''.join(a)", "a, b = c", "(a, b) = c", "x = y = (1)", "x[0].y[z] = {1: 2}",
    "torch.load(path, 'x', weights_only=True, a=[], b={}, c=(1,), d=a.b, **e)", "x['__builtins__']",
    "for i, j in k: l\nelse: m", "def f():\n  for a in [b.c for b in d]: e(b)", "with a as b, c(): d",
    "del a.b, c", "assert a, b", "raise a(b) from c",
    "try:\n  import a\nexcept (ValueError, ImportError):\n  import b\nelse: import c\nfinally: import d",
    "if is_flash_attn_2_available(): import l\nelif x: import m\nelse:\n  import n",
    "import a\nif a.b(c(1)) and not (d) and f'{g(h)}' and [i(j) for j in (k)]: import l\nelif m(): import n\nelse: import o",
    "if a():\n  for b in c():\n    import d\n  else: import e\n  if f: import g\n  try: import h\n  except i(): import j",
    "from transformers.utils import is_torch_available\nif is_torch_available() and y: import p",
    "if a:\n  import b\nelse:\n  if c: import d",
    "class A(nn.Module, metaclass=M):\n  model_type = 'a'\n  class B:\n    def f(self): pass\n  async def g(self, *a, b=1, **c): return await a.b()",
    "def f(eval, compile=exec):\n  eval(compile)\n  exec = 1\n  exec(x)\n  import os\n  os.system()\neval()",
    "def g():\n  global exec\n  exec = exec\n  return [open for open in y]",
    "x = [a for b in c if d]; y = {k: v for k, v in w}; z = {u for u in t}", "(x := y); print(x, end='')",
    "a if b else c.d[e:f, ...]", "x = not a.b(c)(d).e", "x = (\n  # note (\n  a\n)", "f((a), b=(c), *d)",
    "import sys\nx = sys.modules[__name__].a; sys.modules['b'] = c; globals()[d + e]; globals()[\"f\"]; locals()[('g')]",
    "vars()[a]; vars(b)[c]; globals()[d](e)[f]; globals()[1:2]; globals()[g.h]",
    "f(lambda x, y=z: x, 1)", "f(a for a, b in c)", "f(x, [a for a, b in c])",
    "def f(a: b = c, *d, e=f) -> g:\n  h: i = j\n  global k\n  return l, a, d, e, m\nn: o",
    "class A(b):\n  c = d\n  def e(self): return c, f, __class__\n__name__, g.h",
    "match a:\n  case [b, *c] if d: e(b, c)\n  case {'f': g, **h}: i(g, h)\n  case j.k: m",
    "try: a\nexcept b as c: c\nwith d as (e, f), g as h.i: e\nfor j, (k, *l) in m: [n for o, p in q if (r := s)]",
    "try: a\nexcept NameError: b\nelse: c\ntry: d\nexcept ValueError: e\ntry:\n  def f(): g\nexcept: pass",
    "from a import *\nb.c(d)", "def f(a: b[c(d=e)] = g(h=i)): pass",
    "from __future__ import annotations\ndef f(a: b) -> c: d: e\nf: g\nh.i: j = k",
    "import a.b as c, d.e\na, c, d",
    "f = lambda x, *y, z=w, **v: x + y + z + u", "f'{a!r:>{b}}'",
    "def f():\n  x[eval] = 1\n  y(exec)[open].z = 2\n  eval(x)\n  exec(x)\n  [a, b] = c\n  a(b)",
  ]) func agreesOnSmallSources(source: String) throws { try compare(source) }

  @Test func agreesOnTheTemplate() throws {
    try compare(String(decoding: ModellingFile.bytes, as: UTF8.self), name: "modeling_pruning_encoder.py")
  }

  /// A part is a Python file of its own: it defines or imports every name that it uses.
  @Test(arguments: ["text", "names", "expressions", "statements", "main"])
  func partsOfTheScriptAreFilesOfTheirOwn(part: String) throws {
    let tests = parentPath(#filePath)
    let folder = joinPath(parentPath(parentPath(tests)), "Sources/PackPythonCode/Tree/read_python")
    let bytes = try readFile(joinPath(folder, "\(part).py"))
    let facts = try PythonFacts(scanning: bytes, name: part)
    #expect(facts.unboundNames.map(\.text).filter { !PythonBuiltins.names.contains($0) } == [])
    try compare(String(decoding: bytes, as: UTF8.self), name: part)
  }

  @Test func refusesWhatDoesNotParse() throws {
    guard let interpreter = Self.interpreter else { return }
    for source in ["x = (", "def f(:\n  pass", "x = = 1", "return 1", "a b", "nonlocal x"] {
      #expect(throws: PythonError.self) {
        _ = try PythonFacts(parsing: Array(source.utf8), name: "m.py", with: interpreter)
      }
    }
  }

  /// What is parsed is not run: not the source, and no module that lies beside the package.
  @Test func runsNothing() throws {
    guard let interpreter = Self.interpreter else { return }
    let directory = try TemporaryDirectory()
    let mark = directory.file("mark")
    let source = "import os\nopen('\(mark)', 'w').write('x')\n"
    let facts = try PythonFacts(parsing: Array(source.utf8), name: "m.py", with: interpreter)
    #expect(facts?.imports.map(\.module) == ["os"])
    #expect(fileKind(mark) == nil)
  }
}
