import PackPythonCode
import Testing

@Suite struct PythonFactsTests {
  @Test func findsClassesAndTheirModelType() throws {
    let facts = try facts(
      """
      '''class NotOne: pass'''
      class A(nn.Module, base.B, metaclass=M):
          model_type = "a"
          class Inner: model_type = "x"

      if True:
          class Hidden: pass
      class B:
          '''doc'''
          async def f(self, x=f"{'a' if 1 else "b"}:{3:>{4}} {{}}"):
              def g(): pass
              return x \\
                  + 1
      """)
    #expect(facts.classes.map(\.path) == ["A", "A.Inner", "Hidden", "B"])
    #expect(facts.classes.map(\.bases) == [["nn.Module", "base.B"], [], [], []])
    #expect(facts.functions.map(\.path) == ["B.f", "B.f.g"])
    #expect(facts.assignments.map { "\($0.owner).\($0.target)" } == ["A.model_type", "A.Inner.model_type"])
    #expect(facts.assignments.map(\.value) == [.string("a"), .string("x")])
  }

  @Test func findsImportsAndWhatGuardsThem() throws {
    let facts = try facts(
      """
      import os.path, numpy as np; import a
      from .b import (c as d,
        e)
      from . import f
      try:
          import g
      except (ValueError, ImportError):
          import h
      else: import i
      finally: import j
      try: import k
      except ValueError: pass
      def function():
          if is_flash_attn_2_available(): import l
          elif x: import m
          else:
              import n
      if x: from o import *
      from transformers.utils import is_torch_available
      if is_torch_available() and y: import p
      if is_mine_available(): import q
      '''
      import r
      '''
      """)
    let found = facts.imports.map { entry in
      let flags =
        (entry.catchesImportError ? "c" : "") + (entry.isInTry ? "t" : "") + (entry.isInFunction ? "f" : "")
      let conditions = entry.conditions.map { ($0.holds ? " +" : " -") + $0.targets.joined(separator: "|") }
      return "\(entry.boundName ?? "-")=\(entry.target):\(flags)\(conditions.joined())"
    }
    let available = "transformers.utils.is_torch_available"
    #expect(
      found == [
        "os=os:", "np=numpy:", "a=a:", "d=.b.c:", "e=.b.e:", "f=.f:", "g=g:ct", "h=h:t", "i=i:t", "j=j:t",
        "k=k:t", "l=l:f +is_flash_attn_2_available", "m=m:f -is_flash_attn_2_available",
        "n=n:f -is_flash_attn_2_available", "-=o.*:", "is_torch_available=\(available):",
        "p=p: +\(available)",
        "q=q: +is_mine_available",
      ])
  }

  @Test func tellsTheConditionsOfImports() throws {
    let facts = try facts(
      """
      from a import b as c
      from d import b as c
      if c() and not (x) and f(g(1)).h() and i.j() and k (2):
          if l():
              def m():
                  import n
          elif x and o():
              import p
          else:
              import q
      for r in s():
          import t
      else:
          import u
      if v(): pass
      import w
      """)
    #expect(
      facts.imports.dropFirst(2).map { entry in
        let conditions = entry.conditions.map {
          ($0.holds ? "+" : "-") + $0.function + "=" + $0.targets.joined(separator: "|")
        }
        return ([entry.module] + conditions).joined(separator: " ")
      } == [
        "n +c=a.b|d.b +f=f +g=g +k=k +l=l", "p +c=a.b|d.b +f=f +g=g +k=k +o=o -l=l",
        "q +c=a.b|d.b +f=f +g=g +k=k -l=l -o=o", "t", "u", "w",
      ])
  }

  /// Facts that grew with the square of a text would take all memory.
  @Test func countsOnlySoManyConditions() throws {
    let many = (0..<100).map { "\($0 == 0 ? "if" : "elif") f\($0)(): import a\n" }.joined()
    let counts = try facts(many + "else: import b").imports.map(\.conditions.count)
    #expect(counts == (1...64).map { $0 } + [Int](repeating: 64, count: 37))
  }

  @Test(arguments: [
    ("import os as o\no.system('x')", "os.system()"),
    ("from os import system as s\ns('x')", "os.system()"),
    ("import torch.nn.functional as F\nF.gelu(x)", "torch.nn.functional.gelu() x"),
    ("import os.path\nos.path.join(a, b=c)", "os.path.join() a c"),
    ("super().__init__(config)", "super() super().__init__() config"),
    ("sys.modules['os'].system", "sys.modules sys.modules[].system"),
    ("x = f'{eval(y):{z!r}}' 'a'", "eval() y z"),
    ("rf'\\{a}'; f'\\{b}'; f'\\N{DASH}{c}'", "a b c"),
    ("(a or b).c().d", "a b ?.c() ?.c().d"),
    ("f(compile=1, *eval)", "f() eval"),
    ("@a.b\ndef f(x: c = d) -> e: return x", "a.b c d e x"),
    ("x: y = z", "y z"), ("eval: bool", "bool"), ("x.a = y", "x.a y"), ("x += y", "y"),
    ("a == b <= c", "a b c"), ("from a import *\nb", "b"), ("lambda x, y=z: x + w", "z x w"),
    ("''.join(a)", "?.join() a"),
  ]) func findsWhatIsRead(code: String, uses: String) throws {
    let found = try facts(code).uses.map { $0.name + ($0.call == nil ? "" : "()") }
    #expect(found.joined(separator: " ") == uses)
  }

  @Test func tellsVariablesFromBuiltins() throws {
    let found = try facts(
      """
      import os
      def f(eval, compile=exec):
          eval(compile)
          exec = 1
          exec(x)
          import os
          os.system()
      eval()
      def g():
          global exec
          exec = exec
          [open for open in y]
      class C:
          exec = exec
      """
    ).uses.filter { ["eval", "compile", "exec", "os.system", "open"].contains($0.name) }
    #expect(
      found.map { "\($0.name) \($0.origin)" } == [
        "exec global", "eval local", "compile local", "exec local", "os.system imported", "eval global",
        "exec global", "open local", "open local", "exec global",
      ])
  }

  @Test func readsArguments() throws {
    let call = try facts("torch.load(path, 'x', f'y', weights_only=True, a=[], b={}, c=(1,), d=a.b, **e)")
      .uses
      .first?.call
    #expect(
      call == [
        PythonArgument(value: .name("path")), PythonArgument(value: .string("x")),
        PythonArgument(value: .other),
        PythonArgument(keyword: "weights_only", value: .constant("True")),
        PythonArgument(keyword: "a", value: .list(isEmpty: true)),
        PythonArgument(keyword: "b", value: .dictionary),
        PythonArgument(keyword: "c", value: .list(isEmpty: false)),
        PythonArgument(keyword: "d", value: .name("a.b")), PythonArgument(keyword: "**", value: .other),
      ])
  }

  @Test func findsReservedAndDisguisedWords() throws {
    let facts = try facts("x['__builtins__']\n'__doc'\n\u{FF45}val(1)\nſ = é = 1\n")
    #expect(facts.reservedStrings.map(\.text) == ["__builtins__"])
    #expect(facts.disguisedNames.map(\.text) == ["\u{FF45}val", "ſ"])
  }

  private func facts(_ text: String) throws -> PythonFacts {
    try PythonFacts(scanning: Array(text.utf8), name: "m.py")
  }

  @Test(
    arguments: [
      "", "\u{FEFF}x = 1", "x = 1\r\ny = 2\r\n", "if x:\n\ty = 1\n\tz = 2\n", "def f(): pass", "s = r'\\''",
      "x = {\n 'a': [1,\n2], # }\n}", "async def f():\n    await g()\n", "x = 'a' 'b'\n", "é = 1",
      "f'{x!r:>10}'",
      "match x:\n    case [1, _]:\n        pass\n", "b'''a\n'b'\n'''", "if x:\n  # only\n  pass\n# done\n",
      "x = 1_000j + 0x1F", "lambda: {1: 2}", "class A: x: int = 1\n", "f'''{\nx\n}'''", "rb'\\'",
    ].dropLast()) func accepts(text: String) throws
  {
    _ = try PythonFacts(scanning: Array(text.utf8), name: "m.py")
  }

  @Test(arguments: [
    "x = (1", "x = 1)", "x = [1}", "x = 'a", "x = '''a", "x = 'a\n'", "if x:\ny = 1", "  x = 1",
    "if x:\n    y\n  z",
    "x = 1 \\ 2", "if x:", "f'{x'", "f'}'", "f'{(}'", "f'{x!r'", "if x:\n\ty\n        z\n", "x = \0",
  ]) func refuses(text: String) {
    #expect(throws: PythonError.self) { try PythonFacts(scanning: Array(text.utf8), name: "m.py") }
  }

  /// Prefixes and mutants of real shapes of text: an error or a result, never a trap.
  @Test func mutantsNeverTrap() {
    let text = Array("class A(B):\n    x = f\"{a['b']:{c}}\"\n    def f(self):\n        '''d'''\n".utf8)
    for end in text.indices { _ = try? PythonFacts(scanning: Array(text[..<end]), name: "m.py") }
    for position in text.indices {
      for byte in UInt8.min...127 {
        var mutant = text
        mutant[position] = byte
        _ = try? PythonFacts(scanning: mutant, name: "m.py")
      }
    }
    let hostile = [
      String(repeating: "lambda x=", count: 100_000), String(repeating: "lambda: ", count: 100_000),
      String(repeating: "for ", count: 100_000), String(repeating: "a.b[", count: 150),
      String(repeating: "x = ", count: 100_000), String(repeating: "a;", count: 100_000),
    ]
    for text in hostile { _ = try? PythonFacts(scanning: Array(text.utf8), name: "m.py") }
    for deep in ["(", "f'{", "if x:\n"].map({ String(repeating: $0, count: 20_000) }) {
      #expect(throws: PythonError.self) { try PythonFacts(scanning: Array(deep.utf8), name: "m.py") }
    }
    let deep = String(repeating: "f'{", count: 20_000)
    #expect(throws: PythonError.self) { try PythonFacts(scanning: Array(deep.utf8), name: "m.py") }
  }
}
