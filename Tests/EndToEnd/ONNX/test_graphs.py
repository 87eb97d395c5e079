"""A graph in ONNX Runtime gives the numbers of `pruning-pack score`, whatever the family and its options."""

import hashlib
import json
import os
import shutil

import numpy
import onnx
import onnxruntime
import pytest
import torch
from binary import pruning_pack
from checkpoints import FAMILIES
from graphs import PAIRS, assert_same_numbers, encode
from token_heads import make

MODES = ("reranking_pruning", "pruning_only")


def run(directory, pairs=PAIRS, file="onnx/model.onnx"):
    session = onnxruntime.InferenceSession(directory / file, providers=["CPUExecutionProvider"])
    inputs, mask = encode(directory, [value.name for value in session.get_inputs()], pairs)
    return session.run(["logits", "pruning_logits"], inputs), mask


def check(directory, exported, score):
    file = exported / "onnx/model.onnx"
    onnx.checker.check_model(str(file), full_check=True)
    model = onnx.load(file)
    assert [(each.domain, each.version) for each in model.opset_import] == [("", 17)]
    assert [value.name for value in model.graph.output] == ["logits", "pruning_logits"]
    for value in [*model.graph.input, *model.graph.output]:
        names = [dimension.dim_param for dimension in value.type.tensor_type.shape.dim[:2]]
        assert names[0] == "batch_size"
        assert names[1:] == ["sequence_length"] or value.name == "logits"
    named = json.loads((exported / "tokenizer_config.json").read_text())["model_input_names"]
    assert {value.name for value in model.graph.input} <= set(named)
    outputs, mask = run(exported)
    assert_same_numbers(outputs, mask, score(directory, PAIRS))
    return model


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family(package, graph, score, family, mode):
    directory = package(mode=mode, family=family)
    exported = graph(directory)
    model = check(directory, exported, score)
    names = {initializer.name for initializer in model.graph.initializer}
    assert "pruning_head.classifier.weight" in names
    assert not any("pooling" in name for name in names)
    config = json.loads((exported / "config.json").read_text())
    kind = "ForSequenceClassification" if mode == MODES[0] else "ForTokenClassification"
    assert config["architectures"][0].endswith(kind) and config["model_type"] == family
    assert config["id2label"] == ({"0": "LABEL_0"} if mode == MODES[0] else {"0": "prune", "1": "keep"})


# Heads of format 2: the labels of a classifier of tokens, and its configuration.
HEADS = [
    (("drop", "keep"), {}),
    (("keep", "drop"), {"classifier_bias": True, "norm_bias": True, "classifier_activation": "silu", "norm_eps": 1e-2}),
    (("O", "B-KEEP", "I-KEEP", "E-other"), {"classifier_activation": "gelu_new"}),
    (("drop", "maybe", "keep"), {"family": "bert"}),
]


@pytest.mark.parametrize("labels, values", HEADS, ids=str)
def test_heads_of_several_layers_and_labels(graph, score, tmp_path, labels, values):
    make(tmp_path / "source", values, labels)
    directory = tmp_path / "package"
    pruning_pack("save", "--from", tmp_path / "source", "--output", directory, "--quiet", "--no-verify")
    assert json.loads((directory / "config.json").read_text())["pruning_pack_format"] == 2
    check(directory, graph(directory), score)


OPTIONS = [
    {"family": "bert", "token_type_ids": "ignored"}, {"family": "bert", "token_type_ids": "used"},
    *({"family": "bert", "hidden_act": name} for name in ("gelu_new", "relu", "silu")),
    {"family": "bert", "labels": 3}, {"family": "bert", "dtype": torch.float16},
    {"family": "bert", "dtype": torch.bfloat16, "pooling_weights": True},
    {"family": "bert", "num_hidden_layers": 0}, {"family": "bert", "layer_norm_eps": 1e-2},
    {"family": "electra", "embedding_size": 16}, {"family": "distilbert", "activation": "identity"},
    {"family": "albert", "num_hidden_layers": 4, "num_hidden_groups": 2, "inner_group_num": 2},
    {"family": "modernbert", "hidden_state_source": "pre_final_norm"},
    {"family": "modernbert", "hidden_state_source": "pre_final_norm", "mode": "pruning_only"},
    {"family": "modernbert", "classifier_pooling": "mean"},
    {"family": "modernbert", "norm_bias": True, "attention_bias": True, "mlp_bias": True, "classifier_bias": True},
    {"family": "modernbert", "hidden_activation": "gelu_pytorch_tanh", "classifier_activation": "silu"},
    {"family": "modernbert", "num_hidden_layers": 6, "global_attn_every_n_layers": 2, "local_attention": 2},
    *({"family": "deberta-v2", "pos_att_type": [name]} for name in ("c2p", "p2c")),
    {"family": "deberta-v2", "share_att_key": False}, {"family": "deberta-v2", "relative_attention": False, "norm_rel_ebd": "none"},
    {"family": "deberta-v2", "pos_att_type": []}, {"family": "deberta-v2", "norm_rel_ebd": "none"},
    {"family": "deberta-v2", "position_buckets": -1}, {"family": "deberta-v2", "max_relative_positions": 24},
    {"family": "deberta-v2", "position_biased_input": True, "type_vocab_size": 2, "embedding_size": 16},
    {"family": "deberta-v2", "conv_kernel_size": 3, "conv_act": "gelu"}, {"family": "deberta-v2", "conv_kernel_size": 5},
    {"family": "deberta-v2", "pooler_hidden_act": "tanh"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_options(package, graph, score, options):
    options = dict(options)
    directory = package(options.pop("mode", MODES[0]), **options)
    check(directory, graph(directory), score)


def test_a_row_of_a_padded_batch_equals_the_row_alone(package, graph):
    for family in FAMILIES:
        exported = graph(package(family=family))
        (together, tokens), mask = run(exported)
        for row, pair in enumerate(PAIRS):
            (alone, own), own_mask = run(exported, [pair])
            assert numpy.abs(alone[0] - together[row]).max() < 2e-5, family
            assert numpy.abs(own[0] - tokens[row, : own_mask.sum()]).max() < 2e-5, family


def test_a_padded_row_of_nothing_stays_finite(package, graph):
    """Far from every token, where no key is in the window."""
    exported = graph(package(family="modernbert"))
    session = onnxruntime.InferenceSession(exported / "onnx/model.onnx")
    inputs, mask = encode(exported, ["input_ids", "attention_mask"])
    inputs["attention_mask"][0, 1:] = 0
    assert numpy.isfinite(session.run(None, inputs)[1]).all()


@pytest.mark.parametrize("family", ["bert", "deberta-v2"])
def test_weights_in_a_file_of_their_own(package, graph, score, family, tmp_path):
    directory = package(family=family)
    exported = graph(directory, "--largest-file", "20000")
    whole = graph(directory)
    file, data = exported / "onnx/model.onnx", exported / "onnx/model.onnx_data"
    assert not (whole / "onnx/model.onnx_data").exists()
    assert file.stat().st_size < (whole / "onnx/model.onnx").stat().st_size / 2
    # By its path, as the checker of large models has to be asked.
    onnx.checker.check_model(str(file), full_check=True)
    model = onnx.load(file, load_external_data=False)
    outside = [each for each in model.graph.initializer if each.external_data]
    assert len(outside) > 10
    for each in outside:
        entries = {entry.key: entry.value for entry in each.external_data}
        assert entries["location"] == "model.onnx_data" and int(entries["offset"]) % 4096 == 0
        assert int(entries["offset"]) + int(entries["length"]) <= data.stat().st_size
    config = json.loads((exported / "config.json").read_text())
    assert config["transformers.js_config"] == {"use_external_data_format": {"model.onnx": True}}
    assert "transformers.js_config" not in json.loads((whole / "config.json").read_text())
    outputs, mask = run(exported)
    assert_same_numbers(outputs, mask, score(directory, PAIRS))


@pytest.mark.long
def test_more_than_a_message_can_have(package, score, tmp_path):
    """2.2 GB of weights, and the limit as it is: what Protocol Buffers cannot hold lies beside the graph."""
    sizes = {"hidden_size": 2048, "intermediate_size": 8192, "num_hidden_layers": 11, "num_attention_heads": 16}
    directory, exported = package(family="bert", **sizes), tmp_path / "graph"
    pruning_pack("export", directory, "--output", exported, "--format", "onnx", "--quiet")
    assert (exported / "onnx/model.onnx_data").stat().st_size > 1 << 31 > (exported / "onnx/model.onnx").stat().st_size
    onnx.checker.check_model(str(exported / "onnx/model.onnx"))
    outputs, mask = run(exported)
    assert_same_numbers(outputs, mask, score(directory, PAIRS))
    with_graph = shutil.copytree(directory, tmp_path / "package", copy_function=os.link)
    shutil.copytree(exported / "onnx", with_graph / "onnx", copy_function=os.link)
    pruning_pack("verify", with_graph, "--quiet")


def digests(directory):
    return {
        str(file.relative_to(directory)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in directory.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize("flags", [(), ("--largest-file", "20000"), ("--precision", "int8")], ids=str)
def test_two_exports_have_the_same_bytes(package, graph, tmp_path, flags):
    directory = package(family="xlm-roberta")
    again = tmp_path / "exported"
    pruning_pack("export", directory, "--output", again, "--format", "onnx", "--quiet", *flags)
    first = digests(graph(directory, *flags))
    assert first == digests(again) and len(first) >= 7
