"""config.json: the keys of the format, read and written by both versions of transformers."""

import importlib.util
import json
from pathlib import Path

import pytest
import torch
from binary import attempt
from checkpoints import MAIN_FAMILIES
from packaging.version import InvalidVersion
from support import MODES, PRUNING_ONLY, RERANKING_PRUNING, load, metadata
from transformers import AutoConfig
from transformers.utils.versions import require_version

SHARED = (
    "mode", "num_labels", "max_length", "pruning_config", "hidden_state_source", "use_token_type_ids",
    "ranking_activation", "pruning_threshold", "pruning_aggregation",
)


def read(file):
    return json.loads(file.read_text(encoding="utf-8"))


def load_config(directory, **options):
    return AutoConfig.from_pretrained(directory, trust_remote_code=True, **options)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_values_arrive(package, family, mode):
    directory = package(mode=mode, family=family, threshold=0.1)
    stored = read(directory / "config.json")
    config = load_config(directory)
    assert type(config).__name__ == "PruningEncoderConfig"
    assert config.max_input_length == stored["max_length"] == 64
    for name in SHARED:
        if name != "max_length":
            assert getattr(config, name) == stored[name], name
    assert config.max_position_embeddings == 64
    assert config.pruning_threshold == 0.1
    assert {str(k): v for k, v in config.id2label.items()} == stored["id2label"]
    if mode == PRUNING_ONLY:
        assert config.id2label == {0: "prune", 1: "keep"} and config.label2id == {"prune": 0, "keep": 1}
    assert config.encoder_config.model_type == family


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("length", [8, 20, 64])  # 20: transformers 4's default of the generation parameter
def test_round_trip(package, tmp_path, mode, length):
    """max_length must not be an attribute: transformers 5 would refuse to save it as a generation parameter."""
    directory = package(mode=mode, max_length=length)
    load_config(directory).save_pretrained(tmp_path)
    before, after = read(directory / "config.json"), read(tmp_path / "config.json")
    after.pop("transformers_version")
    before.pop("transformers_version", None)
    assert after == before
    assert load_config(tmp_path).max_input_length == length
    assert (tmp_path / "modeling_pruning_encoder.py").exists()


@pytest.mark.parametrize("labels", [1, 2, 3])
def test_labels_are_always_written_and_agree(package, tmp_path, labels):
    """Two labels of the default names would be left out, and either version of transformers lets another key win."""
    load(package(labels=labels)).save_pretrained(tmp_path)
    for file in (tmp_path / "config.json", tmp_path / "pruning_encoder_config.json"):
        assert read(file)["num_labels"] == labels
    config = read(tmp_path / "config.json")
    assert len(config["id2label"]) == len(config["label2id"]) == labels


@pytest.mark.parametrize("mode", MODES)
def test_the_two_configs_agree(package, tmp_path, mode):
    load(package(mode=mode), mode).save_pretrained(tmp_path)
    config, old = read(tmp_path / "config.json"), read(tmp_path / "pruning_encoder_config.json")
    assert {name: config[name] for name in SHARED} == {name: old[name] for name in SHARED}
    assert old["architecture"] == "PruningEncoder"
    assert old["model_name_or_path"] == config["base_model_name_or_path"]


@pytest.mark.parametrize("mode", MODES)
def test_auto_map_is_module_and_class(package, tmp_path, mode):
    load(package(mode=mode), mode).save_pretrained(tmp_path)
    config = read(tmp_path / "config.json")
    auto, name = {
        RERANKING_PRUNING: ("AutoModelForSequenceClassification", "PruningEncoderForSequenceClassification"),
        PRUNING_ONLY: ("AutoModelForTokenClassification", "PruningEncoderForTokenClassification"),
    }[mode]
    assert config["architectures"] == [name]
    assert config["auto_map"] == {
        "AutoConfig": "modeling_pruning_encoder.PruningEncoderConfig",
        "AutoModel": f"modeling_pruning_encoder.{name}",
        auto: f"modeling_pruning_encoder.{name}",
    }


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_dtype_is_the_tensors(package, dtype):
    """transformers 4 ignores the key `dtype`, 5 reads both; the encoder's own config has to agree too."""
    directory = package(dtype=dtype)
    name = str(dtype).split(".")[1]
    for file in (directory / "config.json", directory / "ranking_model/config.json"):
        config = read(file)
        assert config["torch_dtype"] == name and config.get("dtype", name) == name, file


@pytest.mark.parametrize("mode", MODES)
def test_safetensors_say_that_they_are_torchs(package, mode):
    """transformers 4 refuses a file whose metadata lacks the format."""
    files = list(package(mode=mode).rglob("*.safetensors"))
    assert len(files) == 2 and all(metadata(file) == {"format": "pt"} for file in files)


def test_defaults():
    """A config made by hand says what the format says."""
    file = Path(__file__).parents[2] / "templates/modeling_pruning_encoder.py"
    spec = importlib.util.spec_from_file_location("modeling_pruning_encoder", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = module.PruningEncoderConfig().to_diff_dict()
    assert {name: written[name] for name in SHARED} == {
        "mode": "reranking_pruning", "num_labels": 1, "max_length": 512, "pruning_config": {},
        "hidden_state_source": "last_hidden_state", "use_token_type_ids": True, "ranking_activation": "sigmoid",
        "pruning_threshold": 0.5, "pruning_aggregation": "mean",
    }
    assert written["pruning_pack_format"] == 1
    assert module.PruningEncoderConfig(mode="pruning_only").num_labels == 2
    assert module.PruningEncoderConfig(num_labels=3).ranking_activation == "softmax"
    with pytest.raises(ValueError, match="formats 1 and 2"):
        module.PruningEncoderConfig(pruning_pack_format=3)
    for name in ("mode", "hidden_state_source", "ranking_activation", "pruning_aggregation"):
        with pytest.raises(ValueError, match=f"{name} is 'other', not one of"):
            module.PruningEncoderConfig(**{name: "other"})


def test_keys_of_others_are_kept(package, tmp_path):
    config = load_config(package(activation="identity"))
    assert config.sentence_transformers == {"activation_fn": "torch.nn.modules.linear.Identity"}
    config.save_pretrained(tmp_path)
    assert read(tmp_path / "config.json")["sentence_transformers"] == config.sentence_transformers


VERSIONS = [
    ">=5.0.0", ">= 5.0", "> 5", "<99", ">=4.52.0.dev0", ">=4rc1", ">=4.0.post1", " >=4", ">=4, <99", ">=4,<99", "!=5.0-1", "<=99+cpu.1",
    ">=5.", "==", "<=v99", ">=0!4", ">=4.0 ", ">=4.0_a", "===5", ">=4.0..a1", ">=4.1.c", ">=4,", ">=4.0.a-", ">=4x", ">4-", ">=4.0ALPHA2.dev",
    ">=4+", ">=4.0.rev3", ">=4-1-1", "4.0", "~=4.0",
]  # fmt: skip


@pytest.mark.parametrize("versions", VERSIONS)
def test_versions_are_read_as_transformers_reads_them(copied, versions):
    target = copied()
    config = read(target / "config.json") | {"requires_transformers": versions}
    (target / "config.json").write_text(json.dumps(config))
    try:
        require_version(f"transformers{versions}")
        is_read = True
    except ImportError:
        # Read, and not met.
        is_read = True
    except (ValueError, InvalidVersion):
        is_read = False
    output = attempt("verify", target, "--format", "concise")[1]
    assert ("comparisons with versions" not in output) == is_read, output
