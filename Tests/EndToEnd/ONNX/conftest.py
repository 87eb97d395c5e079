"""Packages of every family, their graphs, and what `pruning-pack score` says of some pairs. See README.md."""

import atexit
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

# Before transformers is imported: no network, and a cache of this run's own.
_home = tempfile.mkdtemp(prefix="pruning-pack-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ.update(
    HF_HOME=_home, HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HUB_DISABLE_TELEMETRY="1",
    OPENVINO_TELEMETRY_OPTED_OUT="1",
)  # fmt: skip
REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "Tests/Python"))

import pytest  # noqa: E402
import torch  # noqa: E402
from binary import pruning_pack  # noqa: E402
from checkpoints import make_checkpoint  # noqa: E402
from packages import pack, pack_example  # noqa: E402

torch.set_num_threads(1)
OF_CHECKPOINT = ("family", "labels", "dtype", "pooling_weights", "seed")
OF_PACKAGE = ("hidden_state_source", "token_type_ids", "activation", "threshold", "max_length")


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """package(family="bert", mode=..., ...) -> a directory, made once a run; a test that changes one copies it.

    Names that are neither of the checkpoint nor of `save` are keys of the encoder's configuration."""
    made = {}

    def make(mode="reranking_pruning", **options):
        key = (mode, *sorted(options.items(), key=str).__repr__())
        if key not in made:
            place = tmp_path_factory.mktemp("package")
            of_package = {name: value for name, value in options.items() if name in OF_PACKAGE}
            rest = {name: value for name, value in options.items() if name not in OF_PACKAGE}
            checkpoint = make_checkpoint(place / "checkpoint", mode=mode, **rest)
            made[key] = pack(checkpoint, place / "tiny-pruner", mode=mode, **of_package)
        return made[key]

    return make


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
