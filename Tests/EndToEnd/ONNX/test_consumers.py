"""The libraries that people run graphs with load what `export --format onnx` writes, and give the command's scores."""

import json

import numpy
import openvino
import pytest
import torch
from checkpoints import FAMILIES
from fastembed.common.model_description import ModelSource
from fastembed.rerank.cross_encoder import TextCrossEncoder
from graphs import PAIRS, QUERY, TOLERANCE, assert_same_numbers, encode
from sentence_transformers import CrossEncoder
from transformers import AutoTokenizer

SCORED = [pair for pair in PAIRS if pair[1] != ""]


def scores_of(said):
    return numpy.array([each["ranking_score"] for each in said])


@pytest.mark.parametrize("family", FAMILIES)
def test_cross_encoder(package, graph, score, family):
    directory = package(family=family)
    expected = scores_of(score(directory, SCORED))
    model = CrossEncoder(str(graph(directory)), backend="onnx")
    found = model.predict(SCORED, batch_size=2, show_progress_bar=False)
    assert numpy.abs(found - expected).max() <= TOLERANCE
    ranked = model.rank(QUERY, [pair[1] for pair in SCORED[:3]])
    assert [each["corpus_id"] for each in ranked] == list(numpy.argsort(-expected[:3]))


@pytest.mark.parametrize("options", [{"activation": "identity"}, {"labels": 2}, {"token_type_ids": "ignored"}, {"max_length": 24}], ids=str)
def test_cross_encoder_has_the_packages_settings(package, graph, score, options):
    directory = package(**options)
    said = score(directory, SCORED)
    model = CrossEncoder(str(graph(directory)), backend="onnx")
    found = model.predict(SCORED, show_progress_bar=False)
    if options.get("labels") == 2:
        found = torch.from_numpy(found).softmax(-1)[:, 1].numpy()
    assert numpy.abs(found - scores_of(said)).max() <= TOLERANCE


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_cross_encoder_takes_a_file_by_name(trained, graph, score, precision):
    expected = scores_of(score(trained, SCORED))
    exported = graph(trained, "--precision", precision)
    name = {"float32": "model.onnx", "int8": "model_int8.onnx"}[precision]
    model = CrossEncoder(str(exported), backend="onnx", model_kwargs={"file_name": f"onnx/{name}"})
    found = model.predict(SCORED, show_progress_bar=False)
    assert numpy.abs(found - expected).max() <= (TOLERANCE if precision == "float32" else 0.1)


def test_transformers_reads_config_and_tokenizer(package, graph):
    for family in FAMILIES:
        exported = graph(package(family=family))
        tokenizer = AutoTokenizer.from_pretrained(str(exported))
        batch = tokenizer([QUERY, "city"], ["a sea", "the river is near"], padding=True)
        inputs, _ = encode(exported, ["input_ids", "attention_mask"], [(QUERY, "a sea"), ("city", "the river is near")])
        assert batch["input_ids"] == inputs["input_ids"].tolist(), family
        assert batch["attention_mask"] == inputs["attention_mask"].tolist(), family


@pytest.mark.parametrize("family", ["bert", "xlm-roberta", "modernbert", "deberta-v2"])
def test_fastembed(package, graph, score, family):
    """By the folder: fastembed looks for tokenizer, settings and special_tokens_map.json in it."""
    directory = package(family=family)
    exported = graph(directory)
    name = f"tests/{family}"
    TextCrossEncoder.add_custom_model(model=name, model_file="onnx/model.onnx", sources=ModelSource(hf=name))
    model = TextCrossEncoder(name, specific_model_path=str(exported))
    passages = [passage for query, passage in SCORED if query == QUERY]
    found = list(model.rerank(QUERY, passages))
    expected = [each["ranking_logit"] for each in score(directory, [(QUERY, passage) for passage in passages])]
    assert numpy.abs(numpy.array(found) - numpy.array(expected)).max() <= TOLERANCE


@pytest.mark.parametrize("mode", ["reranking_pruning", "pruning_only"])
@pytest.mark.parametrize("family", FAMILIES)
def test_openvino(package, graph, score, family, mode):
    directory = package(family=family, mode=mode)
    exported = graph(directory)
    core = openvino.Core()
    # By default it computes in half precision where the processor is faster so.
    compiled = core.compile_model(core.read_model(exported / "onnx/model.onnx"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    inputs, mask = encode(exported, [port.get_any_name() for port in compiled.inputs])
    found = compiled(inputs)
    assert_same_numbers([found["logits"], found["pruning_logits"]], mask, score(directory, PAIRS))


def test_the_card_names_what_there_is(trained, graph):
    for precision in ("float32", "int8"):
        exported = graph(trained, "--precision", precision)
        card = (exported / "README.md").read_text()
        file = {"float32": "onnx/model.onnx", "int8": "onnx/model_int8.onnx"}[precision]
        assert card.count(file) == 3 and (exported / file).exists()
        assert "library_name: onnx" in card
        settings = json.loads((exported / "export_info.json").read_text())
        assert settings["pruning_threshold"] == 0.5
