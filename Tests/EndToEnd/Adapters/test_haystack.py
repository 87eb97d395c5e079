"""`PruningRanker` in Haystack."""

import asyncio
import inspect

import pytest
from haystack import Document, Pipeline
from passages import QUERY, TEXTS

from pruning_pack.haystack import PruningRanker


@pytest.fixture
def documents():
    return [Document(content=text, meta={"number": number}, id=str(number)) for number, text in enumerate(TEXTS)]


def rows(documents):
    return [(document.id, document.content, document.score, document.meta) for document in documents]


def as_rows(expected):
    return [(str(row[0]), row[1], row[2], {"number": row[0], "compression_rate": row[3]}) for row in expected]


def test_documents_are_pruned_and_ranked(package, documents, expected):
    ranker = PruningRanker(package)
    ranker.warm_up()
    assert rows(ranker.run(QUERY, documents)["documents"]) == as_rows(expected)
    assert rows(asyncio.run(ranker.run_async(QUERY, documents))["documents"]) == as_rows(expected)
    assert [(document.content, document.meta) for document in documents] == [
        (text, {"number": number}) for number, text in enumerate(TEXTS)
    ]
    assert ranker.run(QUERY, [])["documents"] == []


def test_settings(package, documents, expected):
    ranker = PruningRanker(package, top_k=1)
    assert rows(ranker.run(QUERY, documents)["documents"]) == as_rows(expected[:1])
    assert rows(ranker.run(QUERY, documents, top_k=2)["documents"]) == as_rows(expected[:2])
    empty = Document(id="empty")
    assert ranker.run(QUERY, [empty, *documents], threshold=1.0)["documents"] == [empty]
    with pytest.raises(ValueError, match="top_k is 0"):
        PruningRanker(package, top_k=0)
    for wrong in (0, -1):
        with pytest.raises(ValueError, match=f"top_k is {wrong}"):
            ranker.run(QUERY, documents, top_k=wrong)
        with pytest.raises(ValueError, match=f"top_k is {wrong}"):
            asyncio.run(ranker.run_async(QUERY, documents, top_k=wrong))


def test_a_pipeline_with_it_is_stored_and_runs(package, documents, expected):
    pipeline = Pipeline()
    pipeline.add_component("pruner", PruningRanker(package, top_k=2, options={"strip_sentences": False}))
    text = pipeline.dumps()
    # Newer versions load classes of modules that are named alone.
    allowed = {"allowed_modules": ["pruning_pack.haystack"]} if "allowed_modules" in inspect.signature(Pipeline.loads).parameters else {}
    stored = Pipeline.loads(text, **allowed)
    asked = {"pruner": {"query": QUERY, "documents": documents}}
    assert rows(stored.run(asked)["pruner"]["documents"]) == as_rows(expected[:2])
    if hasattr(stored, "run_async"):
        assert rows(asyncio.run(stored.run_async(asked))["pruner"]["documents"]) == as_rows(expected[:2])
