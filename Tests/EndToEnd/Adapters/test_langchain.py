"""`PruningCompressor` in LangChain."""

import asyncio
import copy
import pickle

import pytest
from langchain_core.documents import BaseDocumentCompressor, Document
from passages import QUERY, TEXTS
from pydantic import ValidationError

from pruning_pack.langchain import PruningCompressor


@pytest.fixture
def documents():
    return [Document(page_content=text, metadata={"number": number}, id=str(number)) for number, text in enumerate(TEXTS)]


def test_documents_are_pruned_and_ranked(package, pruner, documents, expected):
    for given in (package, pruner):
        compressor = PruningCompressor(pruner=given)
        assert isinstance(compressor, BaseDocumentCompressor)
        for pruned in (
            compressor.compress_documents(documents, QUERY), asyncio.run(compressor.acompress_documents(documents, QUERY)),
        ):  # fmt: skip
            assert [(document.id, document.page_content) for document in pruned] == [(str(row[0]), row[1]) for row in expected]
            assert [document.metadata for document in pruned] == [
                {"number": row[0], "relevance_score": row[2], "compression_rate": row[3]} for row in expected
            ]
    # Those that were given stay as they were.
    assert [(document.page_content, document.metadata) for document in documents] == [
        (text, {"number": number}) for number, text in enumerate(TEXTS)
    ]
    assert list(PruningCompressor(pruner=pruner).compress_documents([], QUERY)) == []


def test_settings(pruner, documents, expected):
    best = PruningCompressor(pruner=pruner, top_n=1).compress_documents(documents, QUERY)
    assert [document.page_content for document in best] == [expected[0][1]]
    nothing = PruningCompressor(pruner=pruner, threshold=1.0)
    assert list(nothing.compress_documents(documents, QUERY)) == []
    kept = PruningCompressor(pruner=pruner, threshold=1.0, keep_empty=True).compress_documents(documents, QUERY)
    assert [document.page_content for document in kept] == [""] * len(TEXTS)
    everything = PruningCompressor(pruner=pruner, options={"threshold": -1.0, "strip_sentences": True})
    assert len(everything.compress_documents(documents, QUERY)) == len(TEXTS)
    limits = {"budget": 40, "across": True}
    limited = PruningCompressor(pruner=pruner, options=limits).compress_documents(documents, QUERY)
    texts = pruner.process(QUERY, TEXTS, **limits)["pruned_context"]
    assert sorted(document.page_content for document in limited) == sorted(text for text in texts if text.strip())
    titled = [Document(page_content=text, metadata={"title": "The tower"}) for text in TEXTS]
    ours = PruningCompressor(pruner=pruner, title_key="title", threshold=-1).compress_documents(titled, QUERY)
    theirs = pruner.process(QUERY, TEXTS, title=["The tower"] * len(TEXTS), threshold=-1)
    assert sorted(document.metadata["relevance_score"] for document in ours) == sorted(theirs["reranking_score"])
    for wrong in ({"top": 3}, {"top_n": -1}, {"threshold": "x"}):
        with pytest.raises(ValidationError):
            PruningCompressor(pruner=pruner, **wrong)


def test_it_is_copied_and_stored(package, documents, expected):
    compressor = PruningCompressor(pruner=package, top_n=2)
    assert compressor.model_dump()["pruner"] == package
    for other in (copy.deepcopy(compressor), pickle.loads(pickle.dumps(compressor)), PruningCompressor(**compressor.model_dump())):
        assert [document.page_content for document in other.compress_documents(documents, QUERY)] == [row[1] for row in expected[:2]]
