import PackPythonCode

extension Rule {
  static let py015 = Rule(
    "PY015", "code-outside-list", .error, needs: [.code], guardsCode: true,
    title: "code other than a released modelling file uses only what models need",
    why: """
      A list of what is dangerous is never complete. So code that nobody knows by its digest may use only what models use: \
      modules only as the base of an attribute, of modules only what computes, no builtins that run text or hand out \
      namespaces, no attributes that lead into the interpreter, no file that is opened for writing.
      """,
    advice: """
      Do without it, pack the model again with `pruning-pack save --from`, or read the file and accept its digest with \
      `accepted_code` in the settings.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let code = context.package.code
    let verdicts = code.verdicts
    for (file, facts) in try code.required() {
      // Where another rule says what a line is, that is enough.
      let verdicts = verdicts[file.path] ?? []
      guard !verdicts.isEmpty else { continue }
      let lines = Set(TextPosition.positions(of: offsets(of: facts).sorted(), in: file.bytes).map(\.line))
      let positions = TextPosition.positions(of: verdicts.map(\.offset), in: file.bytes)
      for (verdict, position) in zip(verdicts, positions) where !lines.contains(position.line) {
        context.report(at: file.place(verdict.offset), verdict.problem, expected: verdict.expected)
      }
    }
    try code.requireAll()
  }

  /// Where another rule's error says more: PY002, PY004, PY010, PY011, PY014.
  private static func offsets(of facts: PythonFacts) -> [Int] {
    var offsets = facts.dangers(.power).map(\.offset) + facts.dangers(.unpickling).map(\.offset)
    for entry in facts.imports where entry.level == 0 {
      if PythonModules.training.contains(entry.package) || isForeign(entry) && isNeeded(entry) {
        offsets.append(entry.offset)
      }
    }
    offsets += facts.unboundNames.filter { !PythonBuiltins.names.contains($0.text) }.map(\.offset)
    return offsets
  }
}

private let ruleExamples: [RuleExample] = [
  .badCode("a module's module", "import json\njson.scanner"),
  .badCode("a module that is handed on", "import shutil\nx = [shutil]"),
  .badCode("a module in a class", "class A:\n    import json as j\nA.j"),
  .badCode("a way from a generator to its frame", "x = (y for y in ()).gi_frame"),
  .badCode("an attribute of any name", "def f(x, y): return getattr(x, y)"),
  .badCode("a builtin as a value", "x = map(getattr, [], [])"),
  .badCode("a file that is written", "open('x', 'w')"),
  .badCode("a library that is changed", "import torch\ntorch.Tensor.softmax = None"),
  .badCode("all names of a module", "from math import *"),
  .badCode(
    "code in a repository",
    "import transformers\ndef f(x): return transformers.AutoModel.from_pretrained(x, trust_remote_code=True)"),
  .goodCode(
    "what models use",
    """
    import importlib.util
    import math
    import torch.nn.functional as F
    from transformers.utils import is_flash_attn_2_available
    x = F.softmax if is_flash_attn_2_available() and importlib.util.find_spec('flash_attn') else math.sqrt
    """),
  .goodCode("an attribute of a known name", "def f(x): return [getattr(x, f'layer_{i}') for i in range(2)]"),
  .goodCode("a file that is read", "def f(x):\n    with open(x, encoding='utf-8') as y: return y.read()"),
]
