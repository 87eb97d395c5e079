"""The Python of docs/onnx.md and of the cards of exported graphs runs as it stands there."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from binary import REPOSITORY


def python_of(text):
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run(blocks, directory):
    for block in blocks:
        ran = subprocess.run([sys.executable, "-c", block], cwd=directory, capture_output=True, text=True, env=os.environ)
        assert ran.returncode == 0, ran.stderr[-3000:]


def test_the_page(trained, graph, tmp_path):
    shutil.copytree(graph(trained), tmp_path / "my-graph")
    shutil.copytree(graph(trained, "--precision", "int8"), tmp_path / "my-graph-int8")
    blocks = python_of((REPOSITORY / "docs/onnx.md").read_text())
    assert len(blocks) == 3
    run(blocks, tmp_path)


@pytest.mark.parametrize("precision", ["float32", "int8"])
@pytest.mark.parametrize("mode", ["reranking_pruning", "pruning_only"])
def test_a_card(package, graph, mode, precision):
    exported = graph(package(mode=mode, family="xlm-roberta"), "--precision", precision)
    blocks = python_of((exported / "README.md").read_text())
    assert len(blocks) == (2 if mode == "reranking_pruning" else 1)
    run(blocks, exported.parent)
