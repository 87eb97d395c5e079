import PackPythonCode
import PackValidation
import Testing

/// What guards an import in the eyes of transformers, and where it does not look.
@Suite struct ImportGuardTests {
  @Test(arguments: [
    ("import a", ""), ("try: import a\nexcept ImportError: pass", "guarded unseen"),
    ("try: pass\nexcept ImportError: import a", "unseen"),
    ("try: import a\nexcept ValueError: pass", "unseen"),
    ("if is_flash_attn_2_available(): import a", "guarded unseen"),
    ("if x.is_flash_attn_2_available(): import a", ""),
    ("if is_torch_available(): import a", ""),
    (
      "from transformers.utils import is_torch_available\nif b and is_torch_available(): import a",
      "guarded unseen"
    ),
    ("from transformers.utils import is_torch_available as c\nif c(): import a", ""),
    ("from .utils import is_torch_available\nif is_torch_available(): import a", ""),
    ("if is_flash_attn_2_available(): pass\nelse: import a", "unseen"),
    ("if is_flash_attn_2_available(): pass\nelif b: import a", "unseen"),
    ("if b: pass\nelif is_flash_attn_2_available(): import a", "guarded unseen"),
    ("if is_flash_attn_2_available():\n  def f():\n    import a", "guarded unseen"),
    ("if is_flash_attn_2_available(): pass\nif b: import a", ""),
    ("if not is_flash_attn_2_available(): pass\nelse: import a", "guarded unseen"),
    ("if not is_flash_attn_2_available(): import a", "unseen"),
    ("if not is_flash_attn_2_available(): pass\nelif b: import a", "guarded unseen"),
    (
      "from transformers.utils import is_flash_attn_greater_or_equal_2_10 as g\nif g(): import a", ""
    ),
    (
      "from transformers.utils import is_flash_attn_greater_or_equal_2_10\n"
        + "if is_flash_attn_greater_or_equal_2_10(): import a", "guarded unseen"
    ),
    ("try: import a\nexcept* ImportError: pass", ""),
  ]) func isGuarded(code: String, expected: String) throws {
    let imports = try PythonFacts(scanning: Array(code.utf8), name: "m.py").imports
    let found = try #require(imports.first { $0.module == "a" })
    #expect(
      [found.isGuarded ? "guarded" : nil, found.isUnseen ? "unseen" : nil].compactMap { $0 }
        .joined(separator: " ") == expected)
  }
}
