"""Rerankers that sentence-transformers 6 has put together of modules, as Ettin's: a package's CrossEncoder gives the same scores."""

import json
import shutil

import numpy as np
import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import fill, make_checkpoint
from consumers import consume
from safetensors.torch import load_file
from support import PASSAGES, QUERY
from test_source_cross_encoder import SIX, change
from versions import VERSIONS

pytestmark = pytest.mark.skipif(not SIX, reason="the modules are version 6's")
PAIRS = [(QUERY, passage) for passage in PASSAGES] + [(" ".join(PASSAGES * 4), QUERY)]
# How the modules are made: pooling, the dense layer's activation and bias, the norm's bias, the last layer's bias and rows,
# the activation of the scores, and what config.json says more.
SOURCES = {
    "ettin": dict(activation_fn=torch.nn.Identity()),
    "mean": dict(pooling="mean", activation_fn=torch.nn.Identity()),
    "sigmoid": dict(activation_fn=torch.nn.Sigmoid()),
    "bare": dict(bias=False, norm_bias=False, last_bias=False, dense=torch.nn.SiLU(), activation_fn=torch.nn.Identity()),
    "biased": dict(config={"norm_bias": True, "attention_bias": True}, activation_fn=torch.nn.Identity()),
    "labels": dict(labels=3, activation_fn=torch.nn.Identity()),
}


def make(place, pooling="cls", dense=None, bias=True, norm_bias=True, last_bias=True, labels=1, activation_fn=None, config=()):
    """A reranker as its makers save it, and a head: {model, head}."""
    from sentence_transformers import CrossEncoder
    from sentence_transformers.base.modules import Dense, Transformer
    from sentence_transformers.sentence_transformer.modules import LayerNorm, Pooling

    checkpoint = make_checkpoint(place / "checkpoint", family="modernbert", mode="pruning_only", **dict(config))
    encoder = Transformer(str(checkpoint / "encoder"))
    width = encoder.get_embedding_dimension()
    modules = [
        encoder, Pooling(width, pooling),
        Dense(width, width, bias=bias, activation_function=dense or torch.nn.GELU()), LayerNorm(width),
        Dense(width, labels, bias=last_bias, activation_function=torch.nn.Identity(), module_output_name="scores"),
    ]
    for number, module in enumerate(modules[2:]):
        fill(module, number)
    modules[4].linear.weight.data.mul_(2)
    if not norm_bias:
        modules[3].norm.bias.data.zero_()
    CrossEncoder(modules=modules, device="cpu", activation_fn=activation_fn).save_pretrained(str(place / "model"))
    return {"model": place / "model", "head": checkpoint / "head"}


def save(source, package, *flags):
    return attempt(
        "save", "--ranking-model", source["model"], "--pruning-head", source["head"], "--output", package,
        "--hidden-state-source", "last_hidden_state", *flags,
    )


def scores(directory):
    from sentence_transformers import CrossEncoder

    encoder = CrossEncoder(str(directory), device="cpu", model_kwargs={"torch_dtype": torch.float32})
    return encoder.predict(PAIRS, show_progress_bar=False)


@pytest.mark.one_version
def test_scores_are_the_sources(tmp_path):
    packages, expected = [], {}
    for name, options in SOURCES.items():
        source = make(tmp_path / name, **options)
        package = tmp_path / name / "package"
        if name == "ettin":
            pruning_pack(
                "save", "--from", source["model"], "--pruning-head", source["head"], "--output", package,
                "--hidden-state-source", "last_hidden_state", "--quiet",
            )
        else:
            code, _, errors = save(source, package, "--quiet", "--no-verify")
            assert code == 0, errors
        packages.append(package)
        expected[name] = scores(source["model"])
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps({"query": q, "document": d}) + "\n" for q, d in PAIRS))
    for line in VERSIONS:
        for package, (name, wanted), found in zip(packages, expected.items(), consume(line, packages, PAIRS)):
            assert "error" not in found, (name, line, found)
            if name == "labels":
                # sentence-transformers gives the logits of several labels, and the package a softmax of its own.
                assert np.abs(np.array(found["logits"]) - wanted).max() < 1e-4, (name, line)
            else:
                assert np.abs(np.array(found["scores"]) - wanted).max() < 1e-4, (name, line)
    for package, (name, wanted) in zip(packages, expected.items()):
        printed = pruning_pack("score", package, "--input", file, "--format", "json")
        rows = [json.loads(line) for line in printed.splitlines()]
        if name != "labels":
            assert np.abs(np.array([row["ranking_score"] for row in rows]) - wanted).max() < 1e-4, name
        logits = np.array([row["ranking_logit"] for row in rows])
        assert np.ptp(logits) > 0.1, name
    assert np.abs(expected["ettin"] - expected["mean"]).max() > 1e-2
    assert np.abs(expected["ettin"] - expected["sigmoid"]).max() > 1e-2
    assert np.abs(expected["ettin"] - expected["biased"]).max() > 1e-3


def test_what_is_written(tmp_path):
    source = make(tmp_path, pooling="mean", activation_fn=torch.nn.Identity())
    found = json.loads(pruning_pack("inspect", source["model"], "--format", "json"))["layout"]
    assert found["id"] == "V10" and "modules.json" in found["reason"]
    code, _, errors = attempt("save", "--from", source["model"], "--output", tmp_path / "package")
    assert code == 1 and "modules.json" in errors and "--pruning-head" in errors
    code, _, errors = save(source, tmp_path / "package")
    assert code == 0 and "ModernBertForSequenceClassification" in errors
    assert "ranking_activation identity: from activation_fn in config_sentence_transformers.json" in errors
    config = json.loads((tmp_path / "package/ranking_model/config.json").read_text())
    assert config["classifier_pooling"] == "mean" and config["classifier_activation"] == "gelu"
    assert config["norm_bias"] is True and config["classifier_bias"] is True
    tensors = load_file(tmp_path / "package/ranking_model/model.safetensors")
    original = load_file(source["model"] / "2_Dense/model.safetensors")
    assert torch.equal(tensors["head.dense.weight"], original["linear.weight"])
    assert not tensors["model.final_norm.bias"].any() and tensors["head.norm.bias"].any()
    files = {file.name for file in (tmp_path / "package").rglob("*")}
    assert "modules.json" not in files and "config_sentence_transformers.json" not in files
    again = tmp_path / "again"
    pruning_pack("save", "--from", tmp_path / "package", "--output", again, "--quiet")
    assert (again / "ranking_model/model.safetensors").read_bytes() == (
        tmp_path / "package/ranking_model/model.safetensors"
    ).read_bytes()


def rename_output(model):
    change(model / "4_Dense/config.json", module_output_name="sentence_embedding")


def another_family(model):
    change(model / "config.json", model_type="bert")


REFUSED = [
    (lambda model: change(model / "1_Pooling/config.json", pooling_mode="max"), "pooling_mode"),
    (lambda model: change(model / "1_Pooling/config.json", pooling_mode=["cls", "mean"]), "pooling_mode"),
    (lambda model: change(model / "2_Dense/config.json", activation_function="mine.Gelu"), "mine.Gelu"),
    (lambda model: change(model / "2_Dense/config.json", use_residual=True), "residual"),
    (lambda model: change(model / "4_Dense/config.json", activation_function="torch.nn.Tanh"), "last module"),
    (rename_output, "module_output_name"),
    (another_family, "no ranking model of transformers"),
    (lambda model: change(model / "config.json", norm_eps=1e-3), "norm_eps"),
    (lambda model: shutil.rmtree(model / "3_LayerNorm"), "3_LayerNorm"),
    (lambda model: shutil.copy(model / "4_Dense/model.safetensors", model / "2_Dense"), "does not fit"),
    (lambda model: change(model / "config_sentence_transformers.json", default_prompt_name="query",
                          prompts={"query": "query: "}), "default_prompt_name"),
]


@pytest.mark.parametrize("spoil,named", REFUSED, ids=[named for _, named in REFUSED])
def test_modules_that_no_ranking_model_has(spoil, named, tmp_path):
    source = make(tmp_path, activation_fn=torch.nn.Identity())
    spoil(source["model"])
    code, _, errors = save(source, tmp_path / "package", "--no-verify")
    assert code != 0 and named in errors.replace("\n", " "), errors


@pytest.mark.parametrize("place", ["/elsewhere", "../elsewhere"])
def test_a_module_outside_of_the_model(place, tmp_path):
    source = make(tmp_path, activation_fn=torch.nn.Identity())
    file = source["model"] / "modules.json"
    modules = json.loads(file.read_text())
    modules[3]["path"] = place
    file.write_text(json.dumps(modules))
    code, _, errors = save(source, tmp_path / "package", "--no-verify")
    assert code == 1 and "another directory" in errors
