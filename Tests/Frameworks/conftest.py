"""The trained example as a package, and what the command computes with it."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Before transformers is imported: no network, and a cache of this run's own.
_home = tempfile.mkdtemp(prefix="pruning-pack-frameworks-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ.update(HF_HOME=_home, HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HUB_DISABLE_TELEMETRY="1")
# Frameworks that would send what they are used for.
os.environ.update(HAYSTACK_TELEMETRY_ENABLED="False", LANGSMITH_TRACING="false", DO_NOT_TRACK="1", INFINITY_ANONYMOUS_USAGE_STATS="0")

import pytest  # noqa: E402

REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND = Path(os.environ.get("PRUNING_PACK") or REPOSITORY / ".build/release/pruning-pack")
QUERY = "How far can the beam be seen?"
TEXTS = ["Tea is a plant.", (REPOSITORY / "examples/demo.txt").read_text(encoding="utf-8"), "The beam can be seen from 40 km away."]


def pytest_runtest_setup(item):
    """A framework that could not be installed here is a skip that says why."""
    name = item.name.removeprefix("test_").split("[")[0]
    for line in (Path(sys.prefix) / "missing").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}: "):
            pytest.skip(line)


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    place = tmp_path_factory.mktemp("package") / "tiny-pruner"
    example = REPOSITORY / "examples/tiny-pruner"
    subprocess.run(
        [
            COMMAND, "save", "--ranking-model", example / "ranking_model", "--pruning-head", example / "pruning_head.safetensors",
            "--license", "apache-2.0", "--language", "en", "--output", place, "--quiet", "--no-verify",
        ],
        check=True,
    )  # fmt: skip
    return str(place)


@pytest.fixture(scope="session")
def rows(package):
    """What `pruning-pack score` computes of QUERY and each of TEXTS."""
    command = [COMMAND, "score", package, "--query", QUERY, "--format", "json"]
    for text in TEXTS:
        command += ["--document", text]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [row["document"] for row in found] == TEXTS
    assert max(row["ranking_score"] for row in found) - min(row["ranking_score"] for row in found) > 0.1, "the example tells nothing apart"
    return found


@pytest.fixture(scope="session")
def scores(rows):
    return [row["ranking_score"] for row in rows]


@pytest.fixture(scope="session")
def logits(rows):
    return [row["ranking_logit"] for row in rows]
