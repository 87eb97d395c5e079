"""Pruning in LlamaIndex: `pip install 'pruning-pack[llama-index]'`.

```python
from pruning_pack.llama_index import PruningPostprocessor

engine = index.as_query_engine(similarity_top_k=20, node_postprocessors=[PruningPostprocessor(pruner="my-pruner", top_n=5)])
```
"""

from __future__ import annotations

from typing import Any, Optional

from llama_index.core.bridge.pydantic import Field, PrivateAttr, field_serializer
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle, TextNode

from pruning_pack._pruner.documents import Documents, Pruned, check_options

__all__ = ["PruningPostprocessor"]


class PruningPostprocessor(BaseNodePostprocessor):
    """Takes out of nodes what does not help to answer the query, gives them the model's score, and the best first.

    A node of which nothing is kept is left out. The others keep id, metadata and relationships, and have `compression_rate`
    (percent of the characters) in their metadata, for neither a language model nor an embedding to see. Nodes without text
    stay as they are, last. In mode pruning_only scores and order stay, too.
    """

    pruner: Any = Field(description="A package's directory, or a Pruner.")
    top_n: Optional[int] = Field(default=None, ge=0, description="How many nodes at most; by default all.")
    threshold: Optional[float] = Field(default=None, description="A sentence is kept where its probability is above it.")
    title_key: Optional[str] = Field(default=None, description="The key of a node's title in its metadata.")
    keep_empty: bool = Field(default=False, description="Whether nodes of which nothing is kept stay, without text.")
    threads: Optional[int] = Field(default=None, description="How many threads compute; by default all.")
    timeout: Optional[float] = Field(default=None, description="How many seconds a question may take.")
    precision: str = Field(default="float32", description="What products are computed in: float32, or int8, which is faster.")
    options: dict[str, Any] = Field(default_factory=dict, description="Other arguments of Pruner.process, but for titles and order.")

    _documents: Documents = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Takes the package, and opens nothing yet."""
        super().model_post_init(context)
        check_options(self.options)
        self._documents = Documents(self.pruner, threads=self.threads, timeout=self.timeout, precision=self.precision)

    @field_serializer("pruner")
    def _written(self, pruner: Any) -> str:
        return self._documents.path

    @classmethod
    def class_name(cls) -> str:
        """The name that LlamaIndex knows it by."""
        return "PruningPostprocessor"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: Optional[QueryBundle] = None
    ) -> list[NodeWithScore]:
        texts, others = self._divided(nodes)
        pruned = self._documents.prune(_query(query_bundle), *self._parts(texts), **self._how())
        return (_with(texts, pruned) + others)[: self.top_n]

    async def _apostprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: Optional[QueryBundle] = None
    ) -> list[NodeWithScore]:
        texts, others = self._divided(nodes)
        pruned = await self._documents.aprune(_query(query_bundle), *self._parts(texts), **self._how())
        return (_with(texts, pruned) + others)[: self.top_n]

    def _how(self) -> dict[str, Any]:
        return {
            "top": self.top_n, "keeps_empty": self.keep_empty, "threshold": self.threshold, "options": self.options,
        }  # fmt: skip

    def _divided(self, nodes: list[NodeWithScore]) -> tuple[list[NodeWithScore], list[NodeWithScore]]:
        """Those with text, and the others."""
        texts = [node for node in nodes if isinstance(node.node, TextNode) and node.node.text]
        return texts, [node for node in nodes if not (isinstance(node.node, TextNode) and node.node.text)]

    def _parts(self, nodes: list[NodeWithScore]) -> tuple[list[str], list[Any]]:
        titles = [node.metadata.get(self.title_key) if self.title_key else None for node in nodes]
        return [node.get_content(metadata_mode=MetadataMode.NONE) for node in nodes], titles


def _query(bundle: Optional[QueryBundle]) -> str:
    if bundle is None:
        raise ValueError("pruning needs the query: pass query_bundle or query_str")
    return bundle.query_str


def _with(nodes: list[NodeWithScore], pruned: list[Pruned]) -> list[NodeWithScore]:
    made = []
    for one in pruned:
        given = nodes[one.place]
        node = given.node.model_copy()
        node.metadata = {**node.metadata, "compression_rate": one.compression_rate}
        for name in ("excluded_llm_metadata_keys", "excluded_embed_metadata_keys"):
            setattr(node, name, sorted({*getattr(node, name), "compression_rate"}))
        node.set_content(one.text)
        made.append(NodeWithScore(node=node, score=given.score if one.score is None else one.score))
    return made
