"""What a ranking model's own CrossEncoder gave, its package gives in both versions: activation, prompts, length."""

import json

import numpy as np
import pytest
import sentence_transformers
import torch
from binary import attempt, pruning_pack
from checkpoints import make_checkpoint
from consumers import consume
from sentence_transformers import CrossEncoder
from support import PASSAGES, QUERY
from versions import VERSIONS

PAIRS = [(QUERY, passage) for passage in PASSAGES] + [(" ".join(PASSAGES * 4), QUERY)]
SIX = int(sentence_transformers.__version__.split(".")[0]) >= 6
LINE = "tf5" if SIX else "tf4"


def save_as_cross_encoder(place, activation=None, labels=1, **options):
    """A ranking model as this version of sentence-transformers saves it, and a head: {model, head}."""
    checkpoint = make_checkpoint(place / "checkpoint", labels=labels)
    encoder = CrossEncoder(str(checkpoint / "encoder"), device="cpu", activation_fn=activation, **options)
    encoder.save_pretrained(str(place / "model"))
    return {"model": place / "model", "head": checkpoint / "head"}


def save(source, package, *flags):
    return attempt(
        "save", "--ranking-model", source["model"], "--pruning-head", source["head"], "--output", package,
        "--hidden-state-source", "last_hidden_state", *flags,
    )


def change(file, **values):
    content = json.loads(file.read_text()) if file.exists() else {}
    content.update(values)
    file.write_text(json.dumps(content))


@pytest.fixture(scope="module")
def taken_over(tmp_path_factory):
    """Sources that this version saved, with their packages: {name: (source's directory, package)}."""
    place = tmp_path_factory.mktemp("taken")
    made = {
        "default": save_as_cross_encoder(place / "default"),
        "identity": save_as_cross_encoder(place / "identity", torch.nn.Identity()),
        "sigmoid": save_as_cross_encoder(place / "sigmoid", torch.nn.Sigmoid()),
        "length": save_as_cross_encoder(place / "length", max_length=24),
        "labels": save_as_cross_encoder(place / "labels", torch.nn.Identity(), labels=3),
    }
    if SIX:
        made["lower"] = save_as_cross_encoder(place / "lower")
        change(made["lower"]["model"] / "sentence_bert_config.json", do_lower_case=True, max_seq_length=32)
        # The tokenizer's own class would put the lower case back.
        change(
            made["lower"]["model"] / "tokenizer_config.json", tokenizer_class="TokenizersBackend", do_lower_case=False
        )
        tokenizer = json.loads((made["lower"]["model"] / "tokenizer.json").read_text())
        tokenizer["normalizer"]["lowercase"] = False
        (made["lower"]["model"] / "tokenizer.json").write_text(json.dumps(tokenizer))
    for name, source in made.items():
        code, _, errors = save(source, place / name / "package", "--no-verify")
        assert code == 0, errors
    return {name: (source["model"], place / name / "package") for name, source in made.items()}


@pytest.mark.parametrize(
    "version", [pytest.param(line, marks=[] if line == LINE else [pytest.mark.long]) for line in VERSIONS]
)
def test_scores_are_those_of_the_version_that_saved_the_source(taken_over, version):
    sources = consume(LINE, [source for source, _ in taken_over.values()], PAIRS)
    packages = consume(version, [package for _, package in taken_over.values()], PAIRS)
    for name, source, package in zip(taken_over, sources, packages):
        assert "error" not in source and "error" not in package, (name, source, package)
        assert np.abs(np.array(source["scores"]) - np.array(package["scores"])).max() < 1e-4, name
    # They are not alike: a lost setting would show.
    scores = {name: np.array(source["scores"]) for name, source in zip(taken_over, sources)}
    assert np.abs(scores["identity"] - scores["sigmoid"]).max() > 0.1
    assert np.abs(scores["length"] - scores["default"]).max() > 1e-3
    assert np.abs(scores["default"] - scores["sigmoid"]).max() < 1e-6


def test_the_ranking_model_inside_gives_the_same_scores(taken_over):
    packages = [package for _, package in taken_over.values()]
    found = consume(LINE, packages + [package / "ranking_model" for package in packages], PAIRS)
    for name, whole, alone in zip(taken_over, found, found[len(packages) :]):
        assert np.abs(np.array(whole["scores"]) - np.array(alone["scores"])).max() < 1e-6, name


def test_where_a_setting_comes_from_is_said(tmp_path):
    source = save_as_cross_encoder(tmp_path, torch.nn.Identity())
    code, _, errors = save(source, tmp_path / "package", "--no-verify")
    file = "config_sentence_transformers.json" if SIX else "config.json"
    assert code == 0 and f"ranking_activation identity: from activation_fn in {file}" in errors


@pytest.mark.parametrize("labels,activation", [(1, torch.nn.Tanh()), (1, torch.nn.Softplus()), (3, torch.nn.Sigmoid())])
def test_an_activation_that_no_package_has_is_refused(labels, activation, tmp_path):
    source = save_as_cross_encoder(tmp_path, activation, labels)
    code, _, errors = save(source, tmp_path / "package", "--no-verify")
    assert code == 1 and not (tmp_path / "package").exists()
    assert type(activation).__name__ in errors and "activation_fn" in errors and "--activation" in errors
    chosen = "identity" if labels == 1 else "softmax"
    code, _, errors = save(source, tmp_path / "package", "--no-verify", "--activation", chosen)
    assert code == 0, errors
    config = json.loads((tmp_path / "package/ranking_model/config.json").read_text())
    expected = {"activation_fn": "torch.nn.modules.linear.Identity"} if labels == 1 else None
    assert config.get("sentence_transformers") == expected


@pytest.mark.skipif(not SIX, reason="the files are version 6's")
@pytest.mark.parametrize(
    "file,values,named",
    [
        ("config_sentence_transformers.json", {"prompts": {"query": "query: "}, "default_prompt_name": "query"},
         "default_prompt_name"),
        ("config_sentence_transformers.json", {"default_prompt_name": "missing"}, "default_prompt_name"),
        ("sentence_bert_config.json", {"processing_kwargs": {"text": {"max_length": 16}}}, "processing_kwargs.text"),
        ("sentence_bert_config.json", {"config_kwargs": {"num_hidden_layers": 1}}, "config_kwargs.num_hidden_layers"),
        ("sentence_bert_config.json", {"tokenizer_args": {"do_lower_case": False}}, "tokenizer_args.do_lower_case"),
    ],
)
def test_a_setting_that_a_package_cannot_have_is_refused(file, values, named, tmp_path):
    source = save_as_cross_encoder(tmp_path)
    change(source["model"] / file, **values)
    code, _, errors = save(source, tmp_path / "package", "--no-verify")
    assert code == 1 and file in errors and named in errors
    # Without modules.json nobody reads the file.
    (source["model"] / "modules.json").unlink()
    assert save(source, tmp_path / "package", "--no-verify")[0] == 0


@pytest.mark.skipif(not SIX, reason="the files are version 6's")
def test_a_second_module_is_refused(tmp_path):
    source = save_as_cross_encoder(tmp_path)
    modules = source["model"] / "modules.json"
    content = json.loads(modules.read_text())
    dense = {"idx": 1, "name": "1", "path": "1_Dense", "type": "sentence_transformers.base.modules.dense.Dense"}
    modules.write_text(json.dumps([*content, dense]))
    code, _, errors = save(source, tmp_path / "package", "--no-verify")
    assert code == 1 and "base.modules.dense.Dense" in errors


@pytest.mark.skipif(not SIX, reason="the files are version 6's")
def test_prompts_that_are_not_used_are_left_out(tmp_path):
    source = save_as_cross_encoder(tmp_path)
    change(source["model"] / "config_sentence_transformers.json", prompts={"query": "query: "})
    code, _, errors = save(source, tmp_path / "package", "--no-verify")
    assert code == 0 and "the prompts query" in errors


def test_an_older_key_of_the_activation(tmp_path):
    source = make_checkpoint(tmp_path / "checkpoint")
    change(source / "encoder/config.json", sbert_ce_default_activation_function="torch.nn.modules.linear.Identity")
    pruning_pack(
        "save", "--ranking-model", source / "encoder", "--pruning-head", source / "head", "--output",
        tmp_path / "package", "--no-verify",
    )
    expected, package, alone = consume(
        LINE, [source / "encoder", tmp_path / "package", tmp_path / "package/ranking_model"], PAIRS
    )
    assert package["scores"] == pytest.approx(expected["scores"], abs=1e-4)
    assert alone["scores"] == pytest.approx(expected["scores"], abs=1e-4)
