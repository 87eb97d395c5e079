import PackFiles
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// What looks like something that a rule refuses, and is none of it.
@Suite struct HarmlessCodeTests {
  @Test(arguments: [
    "from timeit import default_timer\nx = default_timer()",
    "import types\ndef f(x): return isinstance(x, types.FunctionType) or isinstance(x, (types.FunctionType, int))",
    "import sys\nx = getattr(sys.modules[__name__], 'PruningEncoderConfig')",
    "import sys\nsys.modules[__name__].x = 1",
    "import sys\nfrom transformers.utils import logging\nl = logging.get_logger(__name__)\nm = sys.modules[__name__]",
    "x = globals()['PruningEncoderConfig']", "x = 'a' in globals()", "y = z = 1\nx = vars(y)[z]",
    "import numpy as np\nx = np.load('a'), np.load('a', 'r', False), np.load('a', allow_pickle=False)",
    "from huggingface_hub import hf_hub_download, snapshot_download",
    "import logging\nx = logging.getLogger(__name__)",
    "y = z = 1\nx = getattr(y, '__name__'), getattr(y, z)",
    "def f():\n    x: Unknown = 1\n    y: Unknown\n    return x",
    "def f():\n    global g\n    g = 1\ndef h(): return g",
    "try:\n    get_ipython()\nexcept NameError:\n    x = 1",
    "def f():\n    try: return a\n    except (ValueError, NameError): pass",
    "from math import *\nx = sqrt(2)",
    "x = [a for a, (b, *c) in [] if (d := b) for e in c]\nprint(__file__, __name__, d)",
    "match 1:\n    case {'a': [a, *b], **c} if a: print(b, c)\n    case int(d) | d: print(d)",
    "def f(x, /, y=lambda z, *w: (z, w), *a, k, **b): return x, y, a, k, b",
    "class A:\n    x = 1\n    y = x\n    def f(self): return __class__, super().f()",
    "with open('a') as (a, b), open('c') as c: print(a, b, c)",
  ]) func isNoDanger(code: String) throws {
    let package = try TinyPackage(isRanking: true)
    try Defect.append(code, to: package)
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(
      report.findings.map(\.rule) == ["PY012"], "\(report.text(strict: true, isColored: false))")
  }

  /// A call of the base's own post_init, and one of a class that the package derives from.
  @Test(arguments: [
    "PreTrainedModel.post_init(self)", "super().post_init()",
    "super(_PruningEncoder, self).post_init()",
  ]) func isPostInit(call: String) throws {
    let package = try TinyPackage(isRanking: true)
    try Defect.change("self.post_init()", to: call, in: package)
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(
      !report.findings.contains { $0.rule == "PY006" }, "\(report.text(strict: true, isColored: false))")
  }
}
