"""Rerankers of frameworks load a package by its path, as their manuals say, and give the scores of `pruning-pack score`."""

import asyncio

import pytest
from conftest import QUERY, TEXTS


def close(found, expected):
    return list(found) == pytest.approx(list(expected), abs=1e-4)


def test_langchain(package, scores):
    from langchain_classic.retrievers.document_compressors import CrossEncoderReranker
    from langchain_community.cross_encoders import HuggingFaceCrossEncoder
    from langchain_core.documents import Document

    model = HuggingFaceCrossEncoder(model_name=package, model_kwargs={"trust_remote_code": True, "device": "cpu"})
    assert close(model.score([(QUERY, text) for text in TEXTS]), scores)
    reranker = CrossEncoderReranker(model=model, top_n=1)
    best = reranker.compress_documents([Document(page_content=text) for text in TEXTS], QUERY)
    assert [document.page_content for document in best] == [TEXTS[scores.index(max(scores))]]


def test_llama_index(package, scores):
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
    from llama_index.postprocessor.sbert_rerank import SentenceTransformerRerank

    nodes = [NodeWithScore(node=TextNode(text=text), score=0.0) for text in TEXTS]
    reranker = SentenceTransformerRerank(
        model=package, device="cpu", top_n=3, cross_encoder_kwargs={"trust_remote_code": True, "max_length": None}
    )
    found = reranker.postprocess_nodes(nodes, query_bundle=QueryBundle(QUERY))
    by_text = {node.node.get_content(): node.score for node in found}
    assert close((by_text[text.strip()] if text.strip() in by_text else by_text[text] for text in TEXTS), scores)


def test_rerankers(package, logits):
    from rerankers import Reranker

    trust = {"trust_remote_code": True}
    ranker = Reranker(package, model_type="cross-encoder", device="cpu", dtype="float32", model_kwargs=trust, tokenizer_kwargs=trust)
    found = {result.document.doc_id: result.score for result in ranker.rank(QUERY, TEXTS, doc_ids=[0, 1, 2]).results}
    assert close((found[place] for place in range(len(TEXTS))), logits)


def test_infinity(package, scores, logits):
    from infinity_emb import AsyncEmbeddingEngine, EngineArgs

    async def rerank():
        settings = EngineArgs(
            model_name_or_path=package, engine="torch", device="cpu", dtype="float32", trust_remote_code=True,
            bettertransformer=False, model_warmup=False,
        )
        engine = AsyncEmbeddingEngine.from_args(settings)
        async with engine:
            return [(await engine.rerank(query=QUERY, docs=TEXTS, raw_scores=raw))[0] for raw in (False, True)]

    for found, expected in zip(asyncio.run(rerank()), (scores, logits)):
        by_place = {result.index: result.relevance_score for result in found}
        assert close((by_place[place] for place in range(len(TEXTS))), expected)


def test_flagembedding(package, scores, logits):
    """It tokenizes query and passage apart, and puts them together with `prepare_for_model` in transformers 4."""
    from FlagEmbedding import FlagReranker

    reranker = FlagReranker(package, use_fp16=False, trust_remote_code=True, devices="cpu")
    pairs = [(QUERY, text) for text in TEXTS]
    limit = reranker.tokenizer.model_max_length
    assert close(reranker.compute_score(pairs, max_length=limit), logits)
    assert close(reranker.compute_score(pairs, max_length=limit, normalize=True), scores)


def test_mteb(package, scores):
    from datasets import Dataset
    from mteb.models import CrossEncoderWrapper
    from torch.utils.data import DataLoader

    model = CrossEncoderWrapper(package, device="cpu", trust_remote_code=True)
    queries, documents = (DataLoader(Dataset.from_dict({"text": texts})) for texts in ([QUERY] * len(TEXTS), TEXTS))
    found = model.predict(queries, documents, task_metadata=None, hf_split="test", hf_subset="default", show_progress_bar=False)
    assert close(found, scores)


def test_haystack(package, scores):
    from haystack import Document
    from haystack.utils import ComponentDevice
    from haystack_integrations.components.rankers.sentence_transformers import SentenceTransformersSimilarityRanker

    ranker = SentenceTransformersSimilarityRanker(model=package, device=ComponentDevice.from_str("cpu"), trust_remote_code=True)
    ranker.warm_up()
    found = {document.content: document.score for document in ranker.run(query=QUERY, documents=[Document(content=t) for t in TEXTS])["documents"]}
    assert close((found[text] for text in TEXTS), scores)
