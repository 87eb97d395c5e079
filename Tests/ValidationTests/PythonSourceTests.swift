import Testing
import Validation

@Suite struct PythonSourceTests {
  @Test func findsClassesAndTheirModelType() throws {
    let source = try PythonSource(
      Array(
        """
        '''class NotOne: pass'''
        class A(Base):
            model_type = "a"
            class Inner: model_type = "x"

        if True:
            class Hidden: pass
        class B:
            '''doc'''
            def f(self, x=f"{'a' if 1 else "b"}:{3:>{4}} {{}}"):
                return x \\
                    + 1
        """.utf8), name: "m.py")
    #expect(source.topLevelClasses == ["A", "B"])
    #expect(source.modelType(ofClass: "A") == "a")
    #expect(source.modelType(ofClass: "B") == nil)
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
    _ = try PythonSource(Array(text.utf8), name: "m.py")
  }

  @Test(arguments: [
    "x = (1", "x = 1)", "x = [1}", "x = 'a", "x = '''a", "x = 'a\n'", "if x:\ny = 1", "  x = 1",
    "if x:\n    y\n  z",
    "x = 1 \\ 2", "if x:", "f'{x'", "f'}'", "if x:\n\ty\n        z\n", "x = \0",
  ]) func refuses(text: String) {
    #expect(throws: PythonError.self) { try PythonSource(Array(text.utf8), name: "m.py") }
  }

  /// Prefixes and mutants of real shapes of text: an error or a result, never a trap.
  @Test func mutantsNeverTrap() {
    let text = Array("class A(B):\n    x = f\"{a['b']:{c}}\"\n    def f(self):\n        '''d'''\n".utf8)
    for end in text.indices { _ = try? PythonSource(Array(text[..<end]), name: "m.py") }
    for position in text.indices {
      for byte in UInt8.min...127 {
        var mutant = text
        mutant[position] = byte
        _ = try? PythonSource(mutant, name: "m.py")
      }
    }
    let deep = String(repeating: "f'{", count: 20_000)
    #expect(throws: PythonError.self) { try PythonSource(Array(deep.utf8), name: "m.py") }
  }
}
