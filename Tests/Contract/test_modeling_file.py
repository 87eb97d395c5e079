"""The file itself: what transformers' loader and the gate's rules ask of a modelling file."""

import ast
import sys
from pathlib import Path

import pytest
from support import load
from transformers.dynamic_module_utils import check_imports, get_imports, get_relative_imports

FILE = Path(__file__).parents[2] / "templates/modeling_pruning_encoder.py"
SOURCE = FILE.read_text(encoding="utf-8")
TREE = ast.parse(SOURCE)


def functions(name):
    return [node for node in ast.walk(TREE) if isinstance(node, ast.FunctionDef) and node.name == name]


def calls(node):
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            yield each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")


def test_packages_carry_this_very_file(package):
    assert (package() / FILE.name).read_bytes() == FILE.read_bytes(), "the binary is older than the template: build it"


def test_imports_are_the_standard_librarys_torch_transformers_and_safetensors():
    modules = set()
    for node in ast.walk(TREE):
        if isinstance(node, ast.Import):
            modules.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            modules.add(node.module.split(".")[0])
    assert modules - set(sys.stdlib_module_names) == {"torch", "transformers", "safetensors"}


def test_transformers_own_import_check_accepts_it():
    """It walks function bodies too, and finds relative imports by a regular expression, in docstrings as well."""
    assert get_relative_imports(FILE) == []
    assert check_imports(FILE) == []
    assert "sentence_transformers" not in get_imports(FILE)


def test_models_call_post_init_once():
    """Without it transformers 5 breaks in places."""
    assert list(calls(TREE)).count("post_init") == 1


def test_constructors_load_nothing():
    """from_pretrained inside __init__ fails under transformers 5's meta device."""
    for function in functions("__init__"):
        assert "from_pretrained" not in list(calls(function))


def test_weights_are_initialised_without_data():
    for function in functions("_init_weights"):
        assert not [n for n in ast.walk(function) if isinstance(n, ast.Attribute) and n.attr == "data"]


def test_no_tied_weights_list():
    assert "_tied_weights_keys" not in SOURCE


def test_nothing_that_runs_or_unpickles():
    names = {node.id for node in ast.walk(TREE) if isinstance(node, ast.Name)}
    attributes = {ast.unparse(node) for node in ast.walk(TREE) if isinstance(node, ast.Attribute)}
    assert not names & {"eval", "exec", "compile", "__import__", "__builtins__", "open_code", "globals", "input"}
    assert not attributes & {"os.system", "os.popen", "os.exec", "os.spawn", "torch.load", "torch.hub"}
    allowed = {
        "copy", "dataclasses", "itertools", "json", "math", "os", "posixpath", "re", "shutil", "threading", "time", "typing"
    }
    assert set(sys.stdlib_module_names) & set(get_imports(FILE)) <= allowed


def test_hidden_states_are_never_indexed():
    for node in ast.walk(TREE):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            assert node.value.attr != "hidden_states"


def test_runs_on_the_oldest_python_of_transformers_4():
    ast.parse(SOURCE, feature_version=(3, 9))
    assert not [n for n in ast.walk(TREE) if isinstance(n, ast.Match)]


def test_lines_and_text():
    assert SOURCE.isascii() and SOURCE.endswith("\n") and "\t" not in SOURCE
    assert max(map(len, SOURCE.splitlines())) <= 120


@pytest.mark.parametrize("folder", ["code", "sub.module"])
def test_auto_map_has_to_be_module_and_class(copied, folder):
    """What a package must not write: it fails in transformers 4 or 5."""
    import json

    directory = copied()
    config = json.loads((directory / "config.json").read_text())
    for name, value in config["auto_map"].items():
        config["auto_map"][name] = f"{folder}.{value}"
    (directory / "config.json").write_text(json.dumps(config))
    with pytest.raises((OSError, ValueError)):
        load(directory)
