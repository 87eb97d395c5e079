"""Weights that were never trained, or were lost: rule WGT017."""

import json
import shutil
import tempfile

import pytest
import torch
from binary import attempt
from checkpoints import FAMILIES, make_tokenizer
from safetensors.torch import load_file
from support import rewrite
from transformers import AutoConfig, AutoModelForSequenceClassification

BODY = "ranking_model/model.safetensors"


def fresh(family):
    """The tensors of a model as transformers initialises and saves it."""
    kind = FAMILIES[family]
    torch.manual_seed(1)
    values = {**dict(kind.config), "vocab_size": make_tokenizer(kind).get_vocab_size(), "num_labels": 1}
    model = AutoModelForSequenceClassification.from_config(AutoConfig.for_model(kind.model_type, **values))
    with tempfile.TemporaryDirectory() as place:
        model.save_pretrained(place)
        return load_file(f"{place}/model.safetensors")


def is_norm(name):
    return "norm" in name.lower() or "_ln." in name


def findings(package):
    report = json.loads(attempt("verify", package, "--format", "json")[1])
    return [(one["severity"], one["problem"], one["found"], one["tensor"]) for one in report["findings"] if one["rule"] == "WGT017"]


def replacing(new, is_meant):
    def change(tensors):
        for name, tensor in tensors.items():
            if is_meant(name):
                tensors[name] = new[name].to(tensor.dtype)

    return change


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16], ids=str)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_body_that_nobody_trained_is_an_error(copied, family, dtype):
    if dtype != torch.float32 and family not in ("bert", "modernbert"):
        pytest.skip("one family of each kind is enough")
    package = copied(family=family, dtype=dtype)
    assert findings(package) == []
    rewrite(package / BODY, replacing(fresh(family), lambda name: "classifier" not in name))
    (found,) = findings(package)
    assert found[:2] == ("error", "layers are as they were before training")
    assert found[2].endswith("layer_groups.0.albert_layers 0" if family == "albert" else " 0, 1, 2"), found


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "albert"])
def test_one_layer_that_nobody_trained_is_named(copied, family):
    package = copied(family=family)
    rewrite(package / BODY, replacing(fresh(family), lambda name: ".1." in name))
    (found,) = findings(package)
    assert found[0] == "error" and found[2].endswith(" 1") and ".1." in found[3], found


# Those without biases, or with the weights of one layer, have no such sign.
OTHERS = ("albert", "modernbert", "eurobert", "nomic_bert")


@pytest.mark.parametrize("family", [family for family in FAMILIES if family not in OTHERS])
def test_either_sign_alone_is_a_warning(copied, family):
    package = copied(family=family)
    rewrite(package / BODY, replacing(fresh(family), lambda name: ".2." in name and is_norm(name)))
    (found,) = findings(package)
    assert found[:2] == ("warning", "the norms are as they were before training") and found[2].endswith(" 2"), found
    shutil.rmtree(package)
    package = copied(family=family)
    rewrite(package / BODY, replacing(fresh(family), lambda name: ".2." in name and not is_norm(name)))
    (found,) = findings(package)
    assert found[:2] == ("warning", "matrices are as they were before training") and found[2].endswith(" 2"), found


def changed(trained, place, change, found):
    package = shutil.copytree(trained, place)
    rewrite(package / BODY, change)
    assert [one[:3] for one in findings(package)] == [("warning", *found)]


WORDS = "bert.embeddings.word_embeddings.weight"


def test_what_is_lost_is_named(trained, tmp_path):
    assert findings(trained) == []

    def equal(tensors):
        for name, tensor in tensors.items():
            if ".layer.3." in name:
                tensors[name] = tensors[name.replace(".layer.3.", ".layer.1.")].clone()

    changed(trained, tmp_path / "equal", equal, ("two layers are equal, byte for byte", "bert.encoder.layer 1, 3"))

    def rows(tensors):
        tensors["bert.encoder.layer.0.intermediate.dense.weight"][96:] = 0

    changed(trained, tmp_path / "rows", rows, ("many rows are zero", "96 of 192 rows"))

    def fewer(tensors):
        tensors["bert.encoder.layer.0.intermediate.dense.weight"][97:] = 0

    package = shutil.copytree(trained, tmp_path / "fewer")
    rewrite(package / BODY, fewer)
    assert findings(package) == []

    def subnormal(tensors):
        tensors["bert.encoder.layer.3.output.dense.weight"] *= 1e-40

    changed(trained, tmp_path / "small", subnormal, ("every value is subnormal", "F32"))


def test_words_without_rows_of_their_own_are_named(trained, tmp_path):
    count = json.loads((trained / "ranking_model/config.json").read_text())["vocab_size"]
    assert count > 1100

    def zero(tensors, number=1000):
        tensors[WORDS][50 : 50 + number] = 0

    def same(tensors, number=1000):
        tensors[WORDS][50 : 50 + number] = tensors[WORDS][7]

    changed(trained, tmp_path / "zero", zero, ("many rows are zero", f"1,000 of {count:,} rows"))
    changed(trained, tmp_path / "same", same, ("many rows are equal", f"1,001 of {count:,} rows"))
    for name, change in {"few zeros": zero, "few the same": same}.items():
        package = shutil.copytree(trained, tmp_path / name)
        rewrite(package / BODY, lambda tensors, change=change: change(tensors, 900))
        assert findings(package) == []


def test_numbers_beyond_half_precision_are_named(copied):
    package = copied(dtype=torch.float16)
    name = "bert.encoder.layer.0.intermediate.dense.weight"
    rewrite(package / BODY, lambda tensors: tensors[name][3].fill_(65504))
    assert findings(package) == [("warning", "numbers are stuck at the largest of their type", "F16", name)]
    rewrite(package / BODY, lambda tensors: tensors[name][3].fill_(65472))
    assert findings(package) == []
