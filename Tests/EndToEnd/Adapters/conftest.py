"""The trained example as a package, opened."""

import os

import pytest
from packages import pack_example
from passages import QUERY, TEXTS

# Frameworks that would send what they are used for.
os.environ.update(HAYSTACK_TELEMETRY_ENABLED="False", LANGSMITH_TRACING="false")

import pruning_pack  # noqa: E402


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    return str(pack_example(tmp_path_factory.mktemp("package") / "tiny-pruner"))


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
