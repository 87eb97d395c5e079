"""Layouts V7 and V8, Provence and XProvence; and what their licence and card become."""

import pytest
from binary import attempt
from conversion import assert_detected, assert_same_numbers, convert, settings
from variants import Naver

NAVER = [("V7", {}), ("V7", {"labels": 2}), ("V8", {}), ("V8", {"labels": 2}), ("V8", {"dense_head": True})]


@pytest.mark.parametrize("weights", ["safetensors", "bin"])
@pytest.mark.parametrize("layout, options", NAVER, ids=str)
def test_naver(layout, options, weights, tmp_path):
    original = Naver(layout, weights=weights, **options)
    source, package = convert(original, tmp_path)
    assert_detected(source, layout)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert config["ranking_activation"] == "identity" and config["pruning_aggregation"] == "majority"
    assert config["pruning_threshold"] == 0.1
    assert config["sentence_transformers"] == {"activation_fn": "torch.nn.modules.linear.Identity"}


def test_the_licence_is_carried_over_with_a_notice(tmp_path):
    source = Naver("V7").save(tmp_path / "source")
    _, _, said = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert "cc-by-nc-nd-4.0, does not allow modified versions to be shared" in said
    package = tmp_path / "package"
    card = (package / "README.md").read_text()
    assert "license: cc-by-nc-nd-4.0" in card and "does not allow modified versions to be shared" in card
    assert (package / "LICENSE").read_bytes() == (source / "LICENSE").read_bytes()
    assert (package / "README.source.md").read_bytes() == (source / "README.md").read_bytes()
    assert "identity" in card and "majority" in card
