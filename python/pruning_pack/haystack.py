"""Pruning in Haystack: `pip install 'pruning-pack[haystack]'`.

```python
from pruning_pack.haystack import PruningRanker

pipeline.add_component("pruner", PruningRanker("my-pruner", top_k=5))
pipeline.connect("retriever.documents", "pruner.documents")
```
"""

# Haystack reads the annotations of `run`, so they are no texts here.
from dataclasses import replace
from typing import Any, Dict, List, Optional, Tuple

from haystack import Document, component, default_from_dict, default_to_dict

from pruning_pack._pruner.documents import Documents, Pruned, check_options

__all__ = ["PruningRanker"]


@component
class PruningRanker:
    """Takes out of documents what does not help to answer the query, gives them the model's score, and the best first.

    A document of which nothing is kept is left out. The others keep id and meta, with `compression_rate` (percent of the
    characters) in it. Documents without text stay as they are, last. In mode pruning_only scores and order stay, too.
    """

    def __init__(
        self,
        model: str,
        *,
        top_k: Optional[int] = None,
        threshold: Optional[float] = None,
        title_key: Optional[str] = None,
        keep_empty: bool = False,
        threads: Optional[int] = None,
        timeout: Optional[float] = None,
        precision: str = "float32",
        options: Optional[Dict[str, Any]] = None,
    ):
        """Takes the settings; `warm_up`, or the first run, opens the package.

        Args:
            model: The package's directory, or `hf://OWNER/NAME@REVISION`.
            top_k: How many documents at most; by default all.
            threshold: A sentence is kept where its probability is above it; by default the package's.
            title_key: The key of a document's title in its meta.
            keep_empty: Whether documents of which nothing is kept stay, without text.
            threads: How many threads compute; by default all.
            timeout: How many seconds a question may take; by default any number.
            precision: What products are computed in: "float32", or "int8", which is faster and whose numbers differ a little.
            options: Other arguments of `Pruner.process`, but for question, context, title, reorder and top_k.
        """
        _check_top_k(top_k)
        check_options(options)
        self.model, self.top_k, self.threshold, self.title_key = str(model), top_k, threshold, title_key
        self.keep_empty, self.threads, self.timeout, self.options = keep_empty, threads, timeout, options
        self.precision = precision
        self._documents = Documents(self.model, threads=threads, timeout=timeout, precision=precision)

    def warm_up(self) -> None:
        """Opens the package."""
        self._documents.open()

    def to_dict(self) -> Dict[str, Any]:
        """The settings, for a pipeline that is stored."""
        return default_to_dict(
            self, model=self.model, top_k=self.top_k, threshold=self.threshold, title_key=self.title_key,
            keep_empty=self.keep_empty, threads=self.threads, timeout=self.timeout, precision=self.precision,
            options=self.options,
        )  # fmt: skip

    @classmethod
    def from_dict(cls, data: Dict[str, Any]) -> "PruningRanker":
        """A component with stored settings."""
        return default_from_dict(cls, data)  # type: ignore[no-any-return]

    @component.output_types(documents=List[Document])
    def run(
        self, query: str, documents: List[Document], top_k: Optional[int] = None, threshold: Optional[float] = None
    ) -> Dict[str, Any]:
        """Prunes documents; `top_k` and `threshold` take the place of the component's own."""
        texts, others = _divided(documents)
        how = self._how(top_k, threshold)
        pruned = self._documents.prune(query, *self._parts(texts), **how)
        return {"documents": (_with(texts, pruned) + others)[: how["top"]]}

    @component.output_types(documents=List[Document])
    async def run_async(
        self, query: str, documents: List[Document], top_k: Optional[int] = None, threshold: Optional[float] = None
    ) -> Dict[str, Any]:
        """The same for asyncio."""
        texts, others = _divided(documents)
        how = self._how(top_k, threshold)
        pruned = await self._documents.aprune(query, *self._parts(texts), **how)
        return {"documents": (_with(texts, pruned) + others)[: how["top"]]}

    def _how(self, top_k: Optional[int], threshold: Optional[float]) -> Dict[str, Any]:
        _check_top_k(top_k)
        return {
            "top": self.top_k if top_k is None else top_k, "keeps_empty": self.keep_empty,
            "threshold": self.threshold if threshold is None else threshold, "options": self.options,
        }  # fmt: skip

    def _parts(self, documents: List[Document]) -> Tuple[List[str], List[Any]]:
        titles = [document.meta.get(self.title_key) if self.title_key else None for document in documents]
        return [document.content or "" for document in documents], titles


def _check_top_k(top_k: Optional[int]) -> None:
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k is {top_k}, not a number from 1")


def _divided(documents: List[Document]) -> Tuple[List[Document], List[Document]]:
    """Those with text, and the others."""
    return [one for one in documents if one.content], [one for one in documents if not one.content]


def _with(documents: List[Document], pruned: List[Pruned]) -> List[Document]:
    made = []
    for one in pruned:
        given = documents[one.place]
        meta = {**given.meta, "compression_rate": one.compression_rate}
        score = given.score if one.score is None else one.score
        made.append(replace(given, content=one.text, meta=meta, score=score))
    return made
