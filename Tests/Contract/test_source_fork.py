"""Layouts V0 to V5, and V9, a package of our own: the sub-model and the head lie apart."""

import json
import shutil

import pytest
from binary import attempt, pruning_pack
from checkpoints import FAMILIES
from conversion import assert_detected, assert_same_numbers, convert, settings
from safetensors.torch import load_file
from support import PRUNING_ONLY
from variants import ForkEncoder

FORK_FAMILIES = ("modernbert", "xlm-roberta", "bert")
FORK = [(layout, family) for layout in ("V0", "V1", "V2", "V3", "V4", "V5") for family in FORK_FAMILIES]


@pytest.mark.parametrize("layout, family", FORK + [("V9", family) for family in FAMILIES])
def test_fork(layout, family, tmp_path):
    original = ForkEncoder(layout, family)
    source, package = convert(original, tmp_path)
    assert_detected(source, layout)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert config["ranking_activation"] == original.activation
    assert config["use_token_type_ids"] is False
    assert config["base_model_name_or_path"] == "example/base-reranker"
    assert (config["pruning_threshold"], config["num_labels"]) == (0.5, 1)


@pytest.mark.parametrize("layout", ["V1", "V2", "V3", "V4", "V5", "V9"])
def test_fork_pruning_only(layout, tmp_path):
    original = ForkEncoder(layout, "modernbert", mode=PRUNING_ONLY)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path, PRUNING_ONLY)
    assert settings(package)["hidden_state_source"] == "last_hidden_state"


@pytest.mark.parametrize("layout", ["V0", "V3"])
def test_fork_with_two_labels(layout, tmp_path):
    original = ForkEncoder(layout, "bert", labels=2, pooling_weights=True)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert (config["num_labels"], config["ranking_activation"]) == (2, "softmax")
    assert load_file(package / "pruning_head/model.safetensors")["pooling_weights.weight"].shape == (1, 32)


@pytest.mark.parametrize("layout, weights", [("V0", "bin"), ("V9", "bin"), ("V3", "bin shards")])
def test_fork_with_a_pickled_model(layout, weights, tmp_path):
    original = ForkEncoder(layout, "bert", weights=weights)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path)
    assert not list(package.rglob("*.bin"))


@pytest.mark.parametrize("recorded", ["4.52.4", "5.0.0", "5.1.0", None])
def test_modernbert_takes_the_hidden_state_of_its_time(recorded, tmp_path):
    """hidden_states[-1] came before the final norm until transformers 5.1."""
    original = ForkEncoder("V9", "modernbert")
    source = original.save(tmp_path / "source")
    config = settings(source / "ranking_model")
    config.pop("transformers_version")
    if recorded:
        config["transformers_version"] = recorded
    (source / "ranking_model/config.json").write_text(json.dumps(config))
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    if recorded is None:
        assert code == 64 and "--hidden-state-source" in errors
        return
    assert code == 0, errors
    before = recorded < "5.1"
    assert settings(tmp_path / "package")["hidden_state_source"] == ("pre_final_norm" if before else "last_hidden_state")
    base = original.model.model

    def run(input_ids, attention_mask):
        seen = []
        hook = base.final_norm.register_forward_hook(lambda _, given, output: seen.append(given[0] if before else output))
        logits = original.model(input_ids=input_ids, attention_mask=attention_mask).logits
        hook.remove()
        return logits, original.head["classifier"](seen[0])

    original.run = run
    assert_same_numbers(original, tmp_path / "package", tmp_path)


def test_our_own_package_is_packed_again_as_it_was(package, tmp_path):
    """Broken in the way that is common: the code and the root's tokenizer are gone, a local path has leaked in."""
    made = package(activation="identity", token_type_ids="ignored", max_length=40, threshold=0.3)
    source = tmp_path / "source"
    shutil.copytree(made, source)
    (source / "modeling_pruning_encoder.py").unlink()
    (source / "tokenizer.json").unlink()
    config = settings(source)
    config["base_model_name_or_path"] = "/home/somebody/model/ranking_model"
    (source / "config.json").write_text(json.dumps(config))
    assert_detected(source, "V9")
    assert attempt("verify", source)[0] == 1
    pruning_pack("save", "--from", source, "--output", tmp_path / "again", "--name", "tiny-pruner", "--quiet")
    for file in sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file()):
        assert (tmp_path / "again" / file).read_bytes() == (made / file).read_bytes(), file
