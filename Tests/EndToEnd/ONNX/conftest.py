"""Packages of every family, their graphs, and what `pruning-pack score` says of some pairs. See README.md."""

import json

import offline  # noqa: F401 - before transformers is imported
import pytest
from binary import pruning_pack
from packages import pack_example
from random_packages import OF_PACKAGE, package_maker


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """package(family="bert", mode=..., ...) -> a directory.

    Names that are neither of the checkpoint nor of `save` are keys of the encoder's configuration."""
    return package_maker(tmp_path_factory, lambda name: name in OF_PACKAGE)


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """The trained example as a package."""
    return pack_example(tmp_path_factory.mktemp("trained") / "tiny-pruner")


@pytest.fixture(scope="session")
def graph(tmp_path_factory):
    """graph(package, "--precision", "int8", ...) -> the directory that `export --format onnx` writes, made once a run."""
    made = {}

    def make(directory, *flags):
        key = (directory, *flags)
        if key not in made:
            made[key] = tmp_path_factory.mktemp("graph") / "exported"
            pruning_pack("export", directory, "--output", made[key], "--format", "onnx", "--quiet", *flags)
        return made[key]

    return make


@pytest.fixture
def score(tmp_path):
    """score(package, pairs) -> what the command says of each pair."""

    def ask(directory, pairs):
        file = tmp_path / "pairs.jsonl"
        lines = [json.dumps({"query": query, "document": document}) for query, document in pairs]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        output = pruning_pack("score", directory, "--input", file, "--tokens", "--format", "json")
        return [json.loads(line) for line in output.splitlines()]

    return ask
