"""Pruning in LangChain: `pip install 'pruning-pack[langchain]'`.

```python
from langchain_classic.retrievers import ContextualCompressionRetriever
from pruning_pack.langchain import PruningCompressor

retriever = ContextualCompressionRetriever(base_compressor=PruningCompressor(pruner="my-pruner", top_n=5), base_retriever=base)
```
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from langchain_core.callbacks import Callbacks
from langchain_core.documents import BaseDocumentCompressor, Document
from pydantic import ConfigDict, Field, PrivateAttr, field_serializer

from pruning_pack._pruner.documents import Documents, Pruned, check_options

__all__ = ["PruningCompressor"]


class PruningCompressor(BaseDocumentCompressor):
    """Takes out of documents what does not help to answer the query, and gives the best first.

    A document of which nothing is kept is left out. The others keep their metadata, and have `relevance_score` (not in mode
    pruning_only) and `compression_rate` (percent of the characters) in it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    pruner: Any
    """A package's directory, or a Pruner."""
    top_n: Optional[int] = Field(default=None, ge=0)
    """How many documents at most; by default all."""
    threshold: Optional[float] = None
    """A sentence is kept where its probability is above it; by default the package's."""
    title_key: Optional[str] = None
    """The key of a document's title in its metadata: it is read with the document, and no part of what is kept."""
    keep_empty: bool = False
    """Whether documents of which nothing is kept stay, without text."""
    threads: Optional[int] = None
    """How many threads compute; by default all."""
    timeout: Optional[float] = None
    """How many seconds a question may take; by default any number."""
    precision: str = "float32"
    """What products are computed in: `float32`, or `int8`, which is faster and whose numbers differ a little."""
    options: dict[str, Any] = Field(default_factory=dict)
    """Other arguments of `Pruner.process`, but for question, context, title, reorder and top_k."""

    _documents: Documents = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Takes the package, and opens nothing yet."""
        check_options(self.options)
        self._documents = Documents(self.pruner, threads=self.threads, timeout=self.timeout, precision=self.precision)

    @field_serializer("pruner")
    def _written(self, pruner: Any) -> str:
        return self._documents.path

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Optional[Callbacks] = None
    ) -> Sequence[Document]:
        """The documents with what helps to answer the query."""
        return self._with(documents, self._documents.prune(query, *self._parts(documents), **self._how()))

    async def acompress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Optional[Callbacks] = None
    ) -> Sequence[Document]:
        """The same for asyncio."""
        return self._with(documents, await self._documents.aprune(query, *self._parts(documents), **self._how()))

    def _how(self) -> dict[str, Any]:
        return {
            "top": self.top_n, "keeps_empty": self.keep_empty, "threshold": self.threshold, "options": self.options,
        }  # fmt: skip

    def _parts(self, documents: Sequence[Document]) -> tuple[list[str], list[Any]]:
        titles = [document.metadata.get(self.title_key) if self.title_key else None for document in documents]
        return [document.page_content for document in documents], titles

    def _with(self, documents: Sequence[Document], pruned: list[Pruned]) -> list[Document]:
        made = []
        for one in pruned:
            metadata = {**documents[one.place].metadata, "compression_rate": one.compression_rate}
            if one.score is not None:
                metadata["relevance_score"] = one.score
            update = {"page_content": one.text, "metadata": metadata}
            made.append(documents[one.place].model_copy(update=update))
        return made
