"""The trained example as a package, opened, and passages that it knows what to do with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND = Path(os.environ.get("PRUNING_PACK") or REPOSITORY / ".build/release/pruning-pack")
sys.path.insert(0, str(REPOSITORY / "python"))
# Frameworks that would send what they are used for.
os.environ.update(HAYSTACK_TELEMETRY_ENABLED="False", LANGSMITH_TRACING="false")

import pruning_pack  # noqa: E402

QUERY = "How far can the beam be seen?"
TEXTS = ["Tea is a plant.", (REPOSITORY / "examples/demo.txt").read_text(encoding="utf-8"), "The beam can be seen from 40 km away."]


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    place = tmp_path_factory.mktemp("package") / "tiny-pruner"
    example = REPOSITORY / "examples/tiny-pruner"
    subprocess.run(
        [
            COMMAND, "save", "--ranking-model", example / "ranking_model", "--pruning-head", example / "pruning_head.safetensors",
            "--license", "apache-2.0", "--language", "en", "--output", place, "--quiet",
        ],
        check=True,
    )  # fmt: skip
    return str(place)


@pytest.fixture(scope="session")
def pruner(package):
    with pruning_pack.Pruner(package) as pruner:
        yield pruner


@pytest.fixture(scope="session")
def expected(pruner):
    """(place, text, score, rate) of what is kept of TEXTS, best first, by Pruner itself."""
    result = pruner.process(QUERY, TEXTS)
    rows = zip(range(len(TEXTS)), result["pruned_context"], result["reranking_score"], result["compression_rate"])
    kept = sorted((row for row in rows if row[1].strip()), key=lambda row: -row[2])
    assert 0 < len(kept) and any(text != TEXTS[place] for place, text, _, _ in kept), "the example prunes nothing here"
    return kept
