"""The parts of the modelling file (templates/modelling): each stands alone, and joined they are the file."""

import ast
import builtins
import importlib
import re
import shutil
import subprocess
import sys
import symtable
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_version

REPOSITORY = Path(__file__).parents[2]
PARTS = REPOSITORY / "templates/modelling"
NAMES = (PARTS / "parts.txt").read_text(encoding="utf-8").split()
FILE = REPOSITORY / "templates/modeling_pruning_encoder.py"
SOURCE = FILE.read_text(encoding="utf-8")
TREE = ast.parse(SOURCE)


@pytest.fixture
def part(monkeypatch):
    """part(name) -> the part as a module."""
    monkeypatch.syspath_prepend(str(PARTS.parent))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield lambda name: importlib.import_module(f"modelling.{name}")
    for name in [name for name in sys.modules if name.split(".")[0] == "modelling"]:
        del sys.modules[name]


def global_names(table):
    """Names that a module's functions and classes look up in it."""
    for symbol in table.get_symbols():
        if symbol.is_global() and symbol.is_referenced():
            yield symbol.get_name()
    for child in table.get_children():
        yield from global_names(child)


@pytest.mark.parametrize("name", NAMES)
def test_a_part_stands_alone(part, name):
    """Everything that it names is there when it is imported, and its docstring says what it holds."""
    module = part(name)
    text = (PARTS / f"{name}.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text, feature_version=(3, 9)))
    used = set(global_names(symtable.symtable(text, name, "exec")))
    assert not {each for each in used if not hasattr(module, each) and not hasattr(builtins, each)}


@pytest.mark.parametrize("name", NAMES)
def test_a_part_uses_what_is_above_it(name):
    """A class that is not wholly there is not there at all where a file is cut short."""
    tree = ast.parse((PARTS / f"{name}.py").read_text(encoding="utf-8"))
    used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 1}
    assert used <= set(NAMES[: NAMES.index(name)])


def test_the_file_imports_what_its_parts_use():
    """All of it, and nothing else."""
    module = symtable.symtable(SOURCE, FILE.name, "exec")
    used = set(global_names(module)) | {s.get_name() for s in module.get_symbols() if s.is_referenced()}
    defined = {symbol.get_name() for symbol in module.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    assert not {name for name in used - defined if not hasattr(builtins, name) and name != "__file__"}
    assert not {symbol.get_name() for symbol in module.get_symbols() if symbol.is_imported()} - used


def test_the_classes_that_config_json_names_come_last():
    assert [node.name for node in TREE.body[-2:]] == [
        "PruningEncoderForSequenceClassification", "PruningEncoderForTokenClassification"
    ]


def test_every_definition_says_what_it_is():
    definitions = [node for node in ast.walk(TREE) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    assert len(definitions) > 80
    assert [node.name for node in definitions if not ast.get_docstring(node)] == []


def test_workarounds_have_a_row_and_rows_a_workaround():
    rows = re.findall(r"^# \[(tf-[a-z-]+)\] +(?:4|5|both) +\S", SOURCE, re.MULTILINE)
    assert len(rows) >= 15 and len(set(rows)) == len(rows)
    tags = re.findall(r"\[(tf-[a-z-]+)\]", re.sub(r"^# \[tf-[a-z-]+\] +(?:4|5|both) .*$", "", SOURCE, flags=re.MULTILINE))
    assert set(tags) == set(rows)


# The generator


@pytest.fixture
def generator(tmp_path):
    """(a function that runs a copy of it, the directory that it works in)"""
    shutil.copytree(PARTS, tmp_path / "templates/modelling", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(FILE, tmp_path / "templates")
    (tmp_path / "Tools/generate").mkdir(parents=True)
    script = shutil.copy(REPOSITORY / "Tools/generate/modelling_file.py", tmp_path / "Tools/generate")

    def run(*arguments):
        return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True)

    return run, tmp_path / "templates"


def test_the_file_is_what_its_parts_say(generator):
    run, templates = generator
    assert run("--check").returncode == 0
    file = templates / FILE.name
    file.write_text(SOURCE + "\n")
    checked = run("--check")
    assert checked.returncode == 1 and "make modelling" in checked.stderr
    assert run().returncode == 0 and file.read_text() == SOURCE


@pytest.mark.parametrize(
    "change, problem",
    [
        (lambda parts: (parts / "new.py").write_text("x = 1\n"), "new"),
        (lambda parts: (parts / "parts.txt").write_text("head\n" + (parts / "parts.txt").read_text()), "once"),
        (lambda parts: (parts / "head.py").unlink(), "head"),
        (lambda parts: (parts / "head.py").write_text("x = 1\n"), "0 lines"),
    ],
    ids=["unlisted", "twice", "missing", "nothing to join"],
)
def test_parts_that_do_not_join(generator, change, problem):
    run, templates = generator
    change(templates / "modelling")
    joined = run()
    assert joined.returncode == 1 and problem in joined.stderr
    assert (templates / FILE.name).read_text() == SOURCE
