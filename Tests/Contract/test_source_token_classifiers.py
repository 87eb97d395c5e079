"""Classifiers of tokens: which label is `keep` is found out, and the layer becomes a pruning head."""

import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import FAMILIES
from conversion import assert_detected, assert_same_numbers, convert, settings
from safetensors.torch import load_file
from support import PRUNING_ONLY
from variants import ForkEncoder, TokenClassifier

LABELS = [(("LABEL_0", "LABEL_1"), 1), (("keep", "drop"), 0), (("DISCARD", "PRESERVE"), 1), (("kept", "other"), 0)]


@pytest.mark.parametrize("option", ["--from", "--encoder-model"])
@pytest.mark.parametrize("labels, keep", LABELS, ids=str)
def test_token_classifier_labels(labels, keep, option, tmp_path):
    original = TokenClassifier("bert", labels, keep)
    source = original.save(tmp_path / "source")
    pruning_pack("save", option, source, "--output", tmp_path / "package", "--quiet")
    assert_same_numbers(original, tmp_path / "package", tmp_path, PRUNING_ONLY)


@pytest.mark.parametrize("family", FAMILIES)
def test_token_classifier(family, tmp_path):
    original = TokenClassifier(family)
    source, package = convert(original, tmp_path)
    assert_detected(source, "token classifier")
    assert_same_numbers(original, package, tmp_path, PRUNING_ONLY)
    config = settings(package)
    assert config["mode"] == PRUNING_ONLY and config["id2label"] == {"0": "prune", "1": "keep"}


def test_token_classifiers_that_do_not_say_what_is_kept(tmp_path):
    source = TokenClassifier("bert", ("red", "blue")).save(tmp_path / "colours")
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert code == 1 and 'found "red", "blue"' in errors.replace("\n", " ") and "--keep-label" in errors


def test_a_token_classifier_as_the_head_of_a_ranking_model(tmp_path):
    ranker = ForkEncoder("V9", "bert").save(tmp_path / "ranker") / "ranking_model"
    tagger = TokenClassifier("bert", ("keep", "drop"), keep=0)
    tagger.save(tmp_path / "tagger")
    pruning_pack(
        "save", "--ranking-model", ranker, "--pruning-head", tmp_path / "tagger", "--output", tmp_path / "package",
        "--quiet",
    )
    head = load_file(tmp_path / "package/pruning_head/model.safetensors")
    assert torch.equal(head["classifier.weight"], tagger.model.classifier.weight[[1, 0]])
    assert torch.equal(head["classifier.bias"], tagger.model.classifier.bias[[1, 0]])
