"""What the adapters share: options that are theirs, and one Pruner however many threads ask."""

import copy
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from haystack import Document
from langchain_core.documents import Document as LangChainDocument
from passages import QUERY, TEXTS

from pruning_pack._pruner import documents as shared
from pruning_pack.haystack import PruningRanker
from pruning_pack.langchain import PruningCompressor
from pruning_pack.llama_index import PruningPostprocessor


@pytest.mark.parametrize("name", ["question", "context", "title", "reorder", "top_k"])
def test_options_that_an_adapter_sets_itself_are_refused(package, name):
    options = {name: True}
    makers = [
        lambda: PruningRanker(package, options=options), lambda: PruningCompressor(pruner=package, options=options),
        lambda: PruningPostprocessor(pruner=package, options=options),
    ]  # fmt: skip
    for make in makers:
        with pytest.raises(ValueError, match=f"options has {name}"):
            make()
    compressor = PruningCompressor(pruner=package)
    compressor.options.update(options)
    with pytest.raises(ValueError, match=f"options has {name}"):
        compressor.compress_documents([LangChainDocument(page_content=text) for text in TEXTS], QUERY)


def test_a_threshold_that_is_given_is_before_that_of_the_options(package):
    documents = [Document(content=text) for text in TEXTS]
    ranker = PruningRanker(package, options={"threshold": -1.0})
    assert [document.content for document in ranker.run(QUERY, documents)["documents"]] != []
    assert ranker.run(QUERY, documents, threshold=1.0)["documents"] == []
    assert PruningRanker(package, threshold=1.0, options={"threshold": -1.0}).run(QUERY, documents)["documents"] == []


@pytest.fixture
def opened(monkeypatch):
    """How often a Pruner was opened."""
    made = []

    class Counted(shared.Pruner):
        def __init__(self, *arguments, **options):
            made.append(threading.current_thread())
            super().__init__(*arguments, **options)

    monkeypatch.setattr(shared, "Pruner", Counted)
    return made


def test_many_threads_open_one_pruner(package, opened):
    documents = shared.Documents(package)
    with ThreadPoolExecutor(8) as threads:
        pruners = list(threads.map(lambda _: documents.open(), range(8)))
    assert len(opened) == 1 and len(set(map(id, pruners))) == 1


def test_the_lock_is_no_part_of_copies(package):
    documents = shared.Documents(package)
    for other in (copy.deepcopy(documents), pickle.loads(pickle.dumps(documents)), copy.copy(documents)):
        assert other.path == package and other._opening is not documents._opening


def test_a_fork_while_it_is_opened(package):
    """The lock is held by a thread that the child does not have."""
    documents = shared.Documents(package)
    with documents._opening:
        child = os.fork()
        if child == 0:
            os._exit(0 if documents._opening.acquire(timeout=5) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_the_precision_is_the_pruners(package):
    assert shared.Documents(package, precision="int8").open().precision == "int8"
    assert PruningRanker(package, precision="int8").to_dict()["init_parameters"]["precision"] == "int8"
    with pytest.raises(ValueError, match="precision is 'int4', not float32 or int8"):
        shared.Documents(package, precision="int4")
