"""What `predict` and `rank` are asked, and the shapes of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from pruning_pack._pruner.arguments import _as_batch_size, _as_text, _is_list, _normalize_pairs
from pruning_pack._pruner.calls import Call


def pairs_call(pairs: Sequence[Any], batch_size: int) -> tuple[Call, bool]:
    """What is asked for (query, passage) pairs, and whether it was one pair and no list of them."""
    size = min(_as_batch_size(batch_size), 1 << 20)
    pairs, is_one = _normalize_pairs(pairs)
    items = [{"query": query, "document": document} for query, document in pairs]
    return Call("predict", {"batch_size": size}, items), is_one


def documents_call(mode: str, query: str, documents: Sequence[str], batch_size: int) -> Call:
    """What is asked to rank documents."""
    if mode == "pruning_only":
        raise ValueError("a package of mode pruning_only has no score to rank by")
    if not _is_list(documents):
        raise ValueError(f"documents is {type(documents).__name__}, not a list of texts")
    query = _as_text("query", query)
    return pairs_call([(query, _as_text("a document", document)) for document in documents], batch_size)[0]


def scores(call: Call) -> list[Any]:
    """Numbers as the model has them: JSON has 1 for 1.0. None in mode pruning_only."""
    return [None if score is None else float(score) for score in call.answers]


def ranked(call: Call, documents: Sequence[str], top_k: Optional[int], return_documents: bool) -> list[dict[str, Any]]:
    """The documents from the best to the worst."""
    results: list[dict[str, Any]] = [{"corpus_id": place, "score": score} for place, score in enumerate(scores(call))]
    if return_documents:
        for result in results:
            result["text"] = documents[result["corpus_id"]]
    return sorted(results, key=lambda result: result["score"], reverse=True)[:top_k]
