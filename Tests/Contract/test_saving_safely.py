"""save_pretrained writes a package that loads, or nothing: what was there stays until all that is new is complete."""

import os

import pytest
import torch
from support import MODES, PRUNING_ONLY, assert_same_tensors, encode, load, run

WRAPPED = {
    "DataParallel": lambda name: "module." + name,
    "torch.compile": lambda name: "_orig_mod." + name,
    "both": lambda name: "_orig_mod.module." + name,
    "the encoder compiled": lambda name: name.replace("_model.", "_model._orig_mod.", 1),
    "FSDP": lambda name: name.replace(".", "._fsdp_wrapped_module.", 1),
}


def content(directory):
    return {
        str(file.relative_to(directory)): file.read_bytes() for file in sorted(directory.rglob("*")) if file.is_file()
    }


@pytest.mark.parametrize("wrapper", WRAPPED)
@pytest.mark.parametrize("mode", MODES)
def test_wrapped_names_are_unwrapped(package, tmp_path, mode, wrapper):
    model = load(package(mode=mode), mode)
    state = {WRAPPED[wrapper](name): tensor for name, tensor in model.state_dict().items()}
    assert state.keys() != model.state_dict().keys()
    model.save_pretrained(tmp_path / "saved", state_dict=state)
    assert_same_tensors(package(mode=mode), tmp_path / "saved")


def test_a_compiled_encoder_is_saved_without_its_wrapper(package, tmp_path):
    model = load(package())
    model.ranking_model = torch.compile(model.ranking_model, backend="eager")
    model.save_pretrained(tmp_path / "saved")
    assert_same_tensors(package(), tmp_path / "saved")


def without(name):
    return lambda state: {key: value for key, value in state.items() if not key.endswith(name)}


UNLOADABLE = {
    "nothing": (lambda state: {}, "missing: "),
    "no head": (without("pruning_head.classifier.bias"), "missing: pruning_head.classifier.bias"),
    "an encoder's tensor": (without("layer.1.output.dense.weight"), "missing: ranking_model.bert"),
    "unknown": (lambda state: {**state, "extra.weight": torch.ones(1)}, "extra.weight is unknown"),
    "sharded": (
        lambda state: {**state, "pruning_head.classifier.bias": torch.ones(0)},
        r"of the wrong shape: pruning_head.classifier.bias is \[0\], not \[2\]",
    ),
}


@pytest.mark.parametrize("fault", UNLOADABLE)
def test_what_could_not_be_loaded_is_not_saved(copied, fault):
    directory = copied()
    before, model = content(directory), load(directory)
    change, problem = UNLOADABLE[fault]
    with pytest.raises(ValueError, match=problem):
        model.save_pretrained(directory, state_dict=change(model.state_dict()))
    assert content(directory) == before


def test_a_model_of_another_shape_than_its_configuration_is_not_saved(package, tmp_path):
    model = load(package())
    model.encoder.classifier = torch.nn.Linear(32, 3)
    with pytest.raises(ValueError, match="ranking_model.classifier.weight is .3, 32., not .1, 32."):
        model.save_pretrained(tmp_path / "saved")
    assert not (tmp_path / "saved").exists()


def test_variants_are_refused(package, tmp_path):
    with pytest.raises(ValueError, match="variant 'fp16'"):
        load(package()).save_pretrained(tmp_path / "saved", variant="fp16")
    assert not (tmp_path / "saved").exists()


@pytest.mark.parametrize("part", ["whole", "encoder"])
def test_adapters_are_merged_or_saved_alone(copied, tmp_path, part):
    peft = pytest.importorskip("peft")
    directory = copied()
    before, model = content(directory), load(directory)
    adapter = peft.LoraConfig(target_modules=["query"])
    (model if part == "whole" else model.encoder).add_adapter(adapter)
    with pytest.raises(ValueError, match="merge_and_unload"):
        model.save_pretrained(directory)
    assert content(directory) == before
    # What the message says to do.
    merged = peft.get_peft_model(load(directory), adapter).merge_and_unload()
    merged.save_pretrained(tmp_path / "merged")
    assert_same_tensors(directory, tmp_path / "merged")


@pytest.mark.parametrize("last", [1, 4, 9, 14, 20])
def test_an_interrupted_save_leaves_the_old_package(copied, monkeypatch, last):
    """However far it got with moving files."""
    directory = copied()
    before, model = content(directory), load(directory)
    with torch.no_grad():
        model.pruning_head.classifier.bias.add_(1)
    calls, replace = [], os.replace

    def interrupted(source, target):
        calls.append(source)
        if len(calls) == last:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        model.save_pretrained(directory)
    monkeypatch.undo()
    assert content(directory) == before
    model.save_pretrained(directory)
    assert content(directory).keys() == before.keys() and content(directory) != before


def test_a_save_that_fails_while_it_writes_leaves_the_old_package(copied, monkeypatch):
    directory = copied()
    before, model = content(directory), load(directory)
    monkeypatch.setattr(type(model.config), "save_pretrained", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        model.save_pretrained(directory)
    assert content(directory) == before and not list(directory.glob(".saving-*"))


def test_whoever_is_killed_between_two_moves_has_no_mixture(copied, monkeypatch):
    """The old package or the new one; else a directory that does not load, with all files in it."""
    directory = copied()
    before, model = content(directory), load(directory)
    seen, replace = [], os.replace

    def watched(source, target):
        replace(source, target)
        seen.append({name for name in content(directory) if not name.startswith(".saving-")})

    monkeypatch.setattr(os, "replace", watched)
    model.save_pretrained(directory)
    assert len(seen) == 2 * len(before)
    assert all("config.json" not in names for names in seen[:-1]) and seen[-1] == set(before)


def test_what_a_killed_save_left_is_cleared_away(copied):
    directory = copied()
    (directory / ".saving-1/ranking_model").mkdir(parents=True)
    before = content(directory)
    load(directory).save_pretrained(directory)
    assert content(directory).keys() == before.keys() and not list(directory.glob(".saving-*"))


def test_foreign_files_stay(copied):
    directory = copied()
    (directory / "trainer_state.json").write_text("{}")
    load(directory).save_pretrained(directory)
    assert (directory / "trainer_state.json").read_text() == "{}"


def test_a_pooler_that_is_not_there_is_not_asked_for(copied, package, tmp_path):
    from support import rewrite

    directory = copied(mode=PRUNING_ONLY)
    rewrite(
        directory / "encoder_model/model.safetensors",
        lambda tensors: [tensors.pop(name) for name in list(tensors) if name.startswith("pooler.")],
    )
    model = load(directory, PRUNING_ONLY)
    model.save_pretrained(tmp_path / "saved", state_dict=model.state_dict())
    inputs = encode(directory)
    expected = run(load(package(mode=PRUNING_ONLY), PRUNING_ONLY), inputs).pruning_logits
    assert torch.equal(run(load(tmp_path / "saved", PRUNING_ONLY), inputs).pruning_logits, expected)
