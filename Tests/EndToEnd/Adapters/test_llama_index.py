"""`PruningPostprocessor` in LlamaIndex."""

import asyncio

import pytest
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import ImageNode, MetadataMode, NodeWithScore, QueryBundle, TextNode
from passages import QUERY, TEXTS

from pruning_pack.llama_index import PruningPostprocessor


@pytest.fixture
def nodes():
    return [
        NodeWithScore(node=TextNode(text=text, id_=str(number), metadata={"number": number}), score=0.25)
        for number, text in enumerate(TEXTS)
    ]


def test_nodes_are_pruned_and_ranked(package, pruner, nodes, expected):
    for given in (package, pruner):
        postprocessor = PruningPostprocessor(pruner=given)
        assert isinstance(postprocessor, BaseNodePostprocessor)
        # Its name without an underscore came after 0.12.0.
        awaited = asyncio.run(postprocessor._apostprocess_nodes(nodes, QueryBundle(QUERY)))
        for pruned in (postprocessor.postprocess_nodes(nodes, query_str=QUERY), awaited):
            assert [(each.node_id, each.get_content(MetadataMode.NONE), each.score) for each in pruned] == [
                (str(row[0]), row[1], row[2]) for row in expected
            ]
            assert [each.metadata for each in pruned] == [
                {"number": row[0], "compression_rate": row[3]} for row in expected
            ]
            assert "compression_rate" not in pruned[0].get_content(MetadataMode.LLM)
            assert "number" in pruned[0].get_content(MetadataMode.LLM)
    assert [(each.text, each.score, each.metadata) for each in nodes] == [
        (text, 0.25, {"number": number}) for number, text in enumerate(TEXTS)
    ]
    assert PruningPostprocessor(pruner=pruner).postprocess_nodes([], query_str=QUERY) == []


def test_settings(pruner, nodes, expected):
    best = PruningPostprocessor(pruner=pruner, top_n=1).postprocess_nodes(nodes, query_str=QUERY)
    assert [each.text for each in best] == [expected[0][1]]
    image = NodeWithScore(node=ImageNode(image="aGVsbG8="), score=0.5)
    pruned = PruningPostprocessor(pruner=pruner, threshold=1.0).postprocess_nodes([image, *nodes], query_str=QUERY)
    assert pruned == [image]
    kept = PruningPostprocessor(pruner=pruner, threshold=1.0, keep_empty=True).postprocess_nodes(nodes, query_str=QUERY)
    assert [each.text for each in kept] == [""] * len(TEXTS)
    with pytest.raises(ValueError, match="needs the query"):
        PruningPostprocessor(pruner=pruner).postprocess_nodes(nodes)


def test_it_is_stored(package, nodes, expected):
    postprocessor = PruningPostprocessor(pruner=package, top_n=2)
    other = PruningPostprocessor.from_dict(postprocessor.to_dict())
    assert [each.text for each in other.postprocess_nodes(nodes, query_str=QUERY)] == [row[1] for row in expected[:2]]
