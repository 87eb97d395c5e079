"""Code is judged by what is allowed: attacks are refused, what models have is not, and the parser reads what Python reads."""

import ast
import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
import transformers
from binary import REPOSITORY
from code_probe import CODE, PRELUDE, Probe, models, pieces, refused_models

pytestmark = pytest.mark.one_version
TEMPLATE = (REPOSITORY / "templates/modeling_pruning_encoder.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def probe():
    probe = Probe()
    yield probe
    probe.close()


def test_known_attacks(probe):
    cases = json.loads((CODE / "refused.json").read_text(encoding="utf-8"))
    passed = [case["name"] for case in cases if not probe.problems(f"{PRELUDE}\n{case['text']}\n")]
    assert len(cases) == 103 and passed == []


def test_other_attacks(probe):
    passed = []
    for name, text in pieces("attacks.txt"):
        # `own_module_imports` takes a module of another file of the package.
        found = probe.ask({"m.py": f"{PRELUDE}\n{text}\n", "helper.py": "import os\n"})
        if not found["m.py"]:
            passed.append(name)
    assert passed == []


def test_harmless(probe):
    refused = {name: found for name, text in pieces("harmless.txt") if (found := probe.problems(f"{PRELUDE}\n{text}\n"))}
    assert refused == {}


def test_a_file_that_is_taken_apart(probe):
    """Names of other files of the package are what they are there."""
    files = {"m.py": "from .a import f, x\nf(x)\n", "a.py": "from .b import x\ndef f(y): return y\n", "b.py": "x = 1\n"}
    assert probe.ask(files) == {"m.py": [], "a.py": [], "b.py": []}
    files["b.py"] = "import shutil as x\n"
    assert probe.ask(files)["m.py"]
    # A file that is not there ends the import: PY005 says so.
    del files["b.py"]
    assert probe.ask(files) == {"m.py": [], "a.py": []}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n# a remark\n",
        lambda text: re.sub(r"\bmoves\b(?! fails)", "pairs", text),
        lambda text: "x = 1\n\n\n" + text,
    ],
    ids=["comment", "renamed", "more"],
)
def test_changed_template(probe, change):
    """What a release has, word for word but for the names of variables, needs no judgement."""
    changed = change(TEMPLATE)
    assert changed != TEMPLATE
    assert probe.problems(changed, release=TEMPLATE) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\nos.system('x')\n",
        lambda text: text + "\n_copy('a', 'b')\n",
        lambda text: text + "\ndef open(path): pass\n",
        lambda text: text.replace("shutil.rmtree(staged, ignore_errors=True)", "os.system(staged)"),
        lambda text: text.replace("import time\n", "import shutil as time\n"),
    ],
    ids=["more", "used", "rebound", "edited", "import"],
)
def test_abused_template(probe, change):
    changed = change(TEMPLATE)
    assert changed != TEMPLATE
    assert probe.problems(changed, release=TEMPLATE)


def test_transformers_own_models(probe):
    """A sample; `make proof` has all."""
    files = list(models(Path(transformers.__file__).parent))[::8]
    refused = refused_models(probe, files)
    assert len(refused) <= 0.1 * len(files), refused


def test_encoders_are_not_refused(probe):
    package = Path(transformers.__file__).parent
    names = """albert bert deberta deberta_v2 distilbert electra eurobert gte modernbert mpnet nomic_bert roberta
        xlm_roberta""".split()
    files = [package / f"models/{name}/modeling_{name}.py" for name in names]
    assert refused_models(probe, [file for file in files if file.exists()]) == {}


def words(text):
    found = Counter()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            found["name", node.id] += 1
        elif isinstance(node, ast.Attribute):
            found["attribute", node.attr] += 1
    return found


def test_the_same_tree_as_pythons(probe):
    """The judgement's own parser sees every name and attribute that Python's sees, and no other."""
    files = list(models(Path(transformers.__file__).parent))[::20]
    texts = [TEMPLATE, *(file.read_text(encoding="utf-8") for file in files)]
    for _, text in [*pieces("attacks.txt"), *pieces("harmless.txt")]:
        try:
            ast.parse(text)
        except SyntaxError:
            continue  # Of a later Python, or of none.
        texts.append(text)
    assert len(texts) > 200
    for text in texts:
        found = probe.ask({"m.py": text}, words=True)["m.py"]
        if found and isinstance(found[0][0], int):
            continue  # Refused where it is read: a number that is no number, letters beyond ASCII.
        assert Counter(map(tuple, found)) == words(text), text[:300]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000, "x = " + "(" * 150 + "1" + ")" * 150, "not " * 50000 + "x", "-" * 50000 + "1", "lambda: " * 20000 + "1",
        "x" + ".a" * 100000, "f" + "()" * 50000, "1 if x else " * 20000 + "1", "".join(" " * i + "if 1:\n" for i in range(200)),
        "x = " + "[" * 300, "a" + "+a" * 100000, "f'{" * 100 + "x",
    ],
    ids=range(12),
)
def test_deep_texts_end_in_an_answer(probe, text):
    assert isinstance(probe.problems(text + "\n"), list)


def test_time_is_linear(probe):
    """Four times the text takes about four times as long."""
    piece = "def f{0}(self, x):\n    y = [torch.add(z, x) for z in x if hasattr(z, 'a')]\n    return getattr(y, f'a_{{x}}')\n"

    def took(count):
        text = "import torch\n" + "".join(piece.format(i) for i in range(count))
        start = time.perf_counter()
        assert probe.problems(text) == []
        return time.perf_counter() - start

    took(500)
    small = min(took(1000) for _ in range(3))
    large = min(took(4000) for _ in range(3))
    assert large < 8 * small + 0.2, (small, large)
