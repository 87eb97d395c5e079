"""AutoModel finds the package wherever it lies, and the encoder gets what the caller asks for."""

import shutil
import sys

import pytest
import torch
from checkpoints import FAMILIES, MAIN_FAMILIES
from huggingface_hub import constants
from support import (
    AUTO, DTYPE, ENCODER, MODES, PRUNING_ONLY, RERANKING_PRUNING, assert_same_tensors, by_hand, difference, encode,
    load,
    load_tokenizer, put_into_hub_cache, run,
)
from transformers import AutoConfig, AutoModel
from transformers.utils import logging

CLASSES = {
    RERANKING_PRUNING: "PruningEncoderForSequenceClassification",
    PRUNING_ONLY: "PruningEncoderForTokenClassification",
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_loads_runs_and_saves(package, tmp_path, family, mode):
    directory = package(mode=mode, family=family)
    inputs = encode(directory)
    model = load(directory, mode)
    assert type(model).__name__ == CLASSES[mode]
    assert not model.training
    output = run(model, inputs)
    batch, tokens = inputs["input_ids"].shape
    assert output.pruning_logits.shape == (batch, tokens, 2)
    assert output.logits.shape == ((batch, 1) if mode == RERANKING_PRUNING else (batch, tokens, 2))
    assert torch.isfinite(output.pruning_logits).all()
    model.save_pretrained(tmp_path / "saved")
    assert_same_tensors(directory, tmp_path / "saved")
    assert difference(run(load(tmp_path / "saved", mode), inputs).pruning_logits, output.pruning_logits) == 0


@pytest.mark.parametrize("mode", MODES)
def test_auto_model_loads_the_package(package, tmp_path, mode, monkeypatch):
    """The first line of Provence's and OpenProvence's cards."""
    # transformers keeps one class for AutoModel and a configuration's class: a process has packages of one mode there.
    monkeypatch.setattr(AutoModel._model_mapping, "_extra_content", {})
    model = AutoModel.from_pretrained(package(mode=mode), trust_remote_code=True)
    assert type(model).__name__ == CLASSES[mode] and not model.training
    inputs = encode(package(mode=mode))
    expected = run(load(package(mode=mode), mode), inputs).pruning_logits
    assert difference(run(model, inputs).pruning_logits, expected) == 0
    model.save_pretrained(tmp_path / "saved")
    again = AutoModel.from_pretrained(tmp_path / "saved", trust_remote_code=True)
    assert difference(run(again, inputs).pruning_logits, expected) == 0


@pytest.mark.parametrize("mode", MODES)
def test_other_auto_classes_do_not_know_the_package(package, mode):
    # Once a process has loaded a package of the other mode, transformers knows the class: it refuses by itself.
    other = AUTO[PRUNING_ONLY if mode == RERANKING_PRUNING else RERANKING_PRUNING]
    with pytest.raises(ValueError, match="Unrecognized configuration class|is for mode"):
        other.from_pretrained(package(mode=mode), trust_remote_code=True)


def test_class_of_the_other_mode_refuses_the_package(package):
    model = load(package())
    other = getattr(sys.modules[type(model).__module__], CLASSES[PRUNING_ONLY])
    with pytest.raises(ValueError, match="is for mode pruning_only, and the package's mode is reranking_pruning"):
        other(model.config)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_nothing_is_warned_about(package, tmp_path, caplog, family, mode):
    directory = package(mode=mode, family=family)
    logging.enable_propagation()
    try:
        model = load(directory, mode)
        run(model, encode(directory))
        model.save_pretrained(tmp_path / "saved")
        load(tmp_path / "saved", mode, dtype=torch.float16)
    finally:
        logging.disable_propagation()
    assert not caplog.records


def test_code_is_not_run_without_trust(package):
    with pytest.raises(ValueError, match="trust_remote_code"):
        AUTO[RERANKING_PRUNING].from_pretrained(package(), trust_remote_code=False)


# From the Hub


FIRST, SECOND = "1" * 40, "2" * 40


@pytest.fixture
def hub(package):
    """`acme/tiny-pruner` in the offline cache: two commits with other weights, the second is main."""
    put_into_hub_cache(
        constants.HF_HUB_CACHE,
        "acme/tiny-pruner",
        {FIRST: package(seed=1), SECOND: package(seed=2)},
        {"main": SECOND, "v1": FIRST},
    )
    yield "acme/tiny-pruner"
    shutil.rmtree(constants.HF_HUB_CACHE)


@pytest.mark.parametrize(
    "options, seed", [({}, 2), ({"revision": "v1"}, 1), ({"revision": FIRST}, 1), ({"revision": "main"}, 2)]
)
def test_hub_id_and_revision(package, hub, options, seed):
    directory = package(seed=seed)
    inputs = encode(directory)
    model = load(hub, **options)
    assert difference(run(model, inputs).logits, run(load(directory), inputs).logits) == 0
    assert difference(run(model, inputs).pruning_logits, run(load(directory), inputs).pruning_logits) == 0
    assert load_tokenizer(hub, **options)("a reef")["input_ids"] == load_tokenizer(directory)("a reef")["input_ids"]
    assert AutoConfig.from_pretrained(hub, trust_remote_code=True, **options).max_input_length == 64


@pytest.mark.parametrize("options, seed", [({}, 2), ({"revision": "v1"}, 1)])
def test_saving_what_came_from_the_hub(package, hub, tmp_path, options, seed):
    load(hub, **options).save_pretrained(tmp_path / "saved")
    directory = package(seed=seed)
    assert_same_tensors(directory, tmp_path / "saved")
    for file in ("README.md", "tokenizer.json", "tokenizer_config.json", "modeling_pruning_encoder.py",
                 "ranking_model/tokenizer.json", "ranking_model/tokenizer_config.json"):
        assert (tmp_path / "saved" / file).read_bytes() == (directory / file).read_bytes()
        assert not (tmp_path / "saved" / file).is_symlink()
    # transformers 4 puts the repository's name into auto_map in memory: a saved package must not depend on it.
    assert "acme" not in (tmp_path / "saved" / "config.json").read_text()
    load(tmp_path / "saved")


def test_cache_dir(package, tmp_path):
    put_into_hub_cache(tmp_path / "cache", "acme/elsewhere", {FIRST: package(seed=1)}, {"main": FIRST})
    model = load("acme/elsewhere", cache_dir=tmp_path / "cache")
    model.save_pretrained(tmp_path / "saved")
    assert_same_tensors(package(seed=1), tmp_path / "saved")
    assert (tmp_path / "saved/README.md").exists()
    with pytest.raises(OSError):
        load("acme/elsewhere")


@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize("mode", MODES)
def test_subfolder(package, tmp_path, mode, local):
    """transformers looks for the code at the root, wherever the model is."""
    repository = tmp_path / "repository"
    shutil.copytree(package(mode=mode), repository / "models" / "tiny")
    shutil.copy(package() / "modeling_pruning_encoder.py", repository)
    name = repository
    options = {}
    if not local:
        name, options = "acme/several", {"cache_dir": tmp_path / "cache"}
        put_into_hub_cache(tmp_path / "cache", name, {FIRST: repository}, {"main": FIRST})
    model = load(name, mode, subfolder="models/tiny", **options)
    model.save_pretrained(tmp_path / "saved")
    assert_same_tensors(package(mode=mode), tmp_path / "saved")
    for place in ("", ENCODER[mode]):
        assert (tmp_path / "saved" / place / "tokenizer.json").exists()


def test_path_with_spaces_unicode_and_a_trailing_slash(package, tmp_path):
    directory = tmp_path / "my models é 川"
    shutil.copytree(package(), directory / "tiny.v1 pruner")
    load(str(directory / "tiny.v1 pruner"))
    load(str(directory / "tiny.v1 pruner") + "/")


def test_relative_path(package, monkeypatch):
    monkeypatch.chdir(package().parent)
    load("tiny-pruner")
    load("./tiny-pruner")


# dtype


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("stored", [torch.float32, torch.float16, torch.bfloat16])
def test_the_packages_dtype_is_the_default(package, stored, mode):
    """In transformers 4 too, whose own default is float32: both versions are to give the same numbers."""
    directory = package(mode=mode, dtype=stored)
    model = load(directory, mode)
    assert {p.dtype for p in model.parameters()} == {stored}
    assert getattr(model.config, DTYPE) == stored
    assert run(model, encode(directory)).pruning_logits.dtype == stored


@pytest.mark.parametrize("name", ["dtype", "torch_dtype"])
@pytest.mark.parametrize("wanted", [torch.float32, torch.bfloat16, "float16", "auto"])
def test_dtype_argument(package, name, wanted):
    model = load(package(dtype=torch.float16), **{name: wanted})
    expected = torch.float16 if wanted in ("auto", "float16") else wanted
    assert {p.dtype for p in model.parameters()} == {expected}


def test_float16_weights_in_float32_are_exact(package):
    directory = package(dtype=torch.float16)
    inputs = encode(directory)
    logits, pruning = by_hand(directory, inputs)
    output = run(load(directory, torch_dtype=torch.float32), inputs)
    assert difference(output.logits, logits) == 0 and difference(output.pruning_logits, pruning) == 0


# device_map, attn_implementation


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("form", ["name", "device", "auto", "whole", "modules"])
def test_device_map(package, form, mode):
    directory = package(mode=mode)
    maps = {
        "name": "cpu", "device": torch.device("cpu"), "auto": "auto", "whole": {"": "cpu"},
        "modules": {ENCODER[mode]: "cpu", "pruning_head": "cpu"},
    }
    inputs = encode(directory)
    expected = run(load(directory, mode), inputs)
    model = load(directory, mode, device_map=maps[form])
    assert difference(run(model, inputs).pruning_logits, expected.pruning_logits) == 0
    assert {p.device.type for p in model.parameters()} == {"cpu"}


def test_device_map_that_offloads(package, tmp_path):
    """Layers on disk: accelerate brings them in; the inputs follow."""
    directory = package()
    inputs = encode(directory)
    places = {f"ranking_model.bert.encoder.layer.{n}": "disk" if n == 1 else "cpu" for n in range(3)}
    for name in ("bert.embeddings", "bert.pooler", "dropout", "classifier"):
        places[f"ranking_model.{name}"] = "cpu"
    places["pruning_head"] = "cpu"
    model = load(directory, device_map=places, offload_folder=tmp_path / "offload")
    assert model.hf_device_map == places
    expected = run(load(directory), inputs)
    assert difference(run(model, inputs).pruning_logits, expected.pruning_logits) == 0


def test_inputs_are_moved_to_the_models_device(package):
    inputs = encode(package())
    inputs["attention_mask"] = inputs["attention_mask"].to("meta")
    with pytest.raises(NotImplementedError, match="Cannot copy out of meta tensor"):
        load(package())(**inputs)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("implementation", ["eager", "sdpa"])
@pytest.mark.parametrize("family", ["bert", "xlm-roberta", "modernbert"])
def test_attn_implementation(package, family, implementation, mode):
    directory = package(mode=mode, family=family)
    model = load(directory, mode, attn_implementation=implementation)
    assert model.encoder.config._attn_implementation == implementation
    assert model.config._attn_implementation == implementation
    inputs = encode(directory)
    # At padding, ModernBERT's window may see nothing at all: no two implementations agree on such rows.
    real = inputs["attention_mask"].bool()
    expected = run(load(directory, mode), inputs).pruning_logits
    assert difference(run(model, inputs).pruning_logits[real], expected[real]) < 1e-4


def test_attn_implementation_that_the_encoder_does_not_have(package):
    with pytest.raises(ValueError, match="sdpa|scaled_dot_product"):
        load(package(family="deberta-v2"), attn_implementation="sdpa")


def test_attentions_and_hidden_states_come_from_the_encoder(package):
    directory = package()
    output = load(directory, attn_implementation="eager")(
        **encode(directory), output_attentions=True, output_hidden_states=True
    )
    assert len(output.attentions) == 3 and len(output.hidden_states) == 4


def test_config_values_can_be_overridden(package):
    assert load(package(), pruning_threshold=0.25).config.pruning_threshold == 0.25


def test_loading_report(package):
    model, report = load(package(), output_loading_info=True)
    assert not any(report.values())


@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_a_new_model_from_the_configuration_alone(package, family):
    """No weights are asked for here; all are initialised, as the encoder's own class does it."""
    config = AutoConfig.from_pretrained(package(family=family), trust_remote_code=True)
    torch.manual_seed(0)
    model = AUTO[RERANKING_PRUNING].from_config(config, trust_remote_code=True)
    for name, parameter in model.named_parameters():
        assert torch.isfinite(parameter).all() and parameter.abs().max() < 2, name
    assert 0.01 < model.pruning_head.classifier.weight.std() < 0.04
    assert not model.pruning_head.classifier.bias.any()
    assert run(model, encode(package(family=family))).logits.shape == (3, 1)
