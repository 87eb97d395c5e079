"""Packs a checkpoint of checkpoints.py with the command under test."""

import json
import shutil
from pathlib import Path

import torch
from binary import attempt, pruning_pack
from checkpoints import FAMILIES, make_checkpoint


def pack(
    checkpoint: Path,
    output: Path,
    mode: str = "reranking_pruning",
    hidden_state_source: str = "last_hidden_state",
    **options,
) -> Path:
    """Options are those of `pruning-pack save`, with underscores: threshold=0.1 is --threshold 0.1."""
    arguments = _arguments(checkpoint, output, mode, options)
    code, _, errors = attempt(*arguments, "--hidden-state-source", hidden_state_source)
    if code == 1 and "architecture not supported" in errors:
        _transplant(checkpoint, output, mode, hidden_state_source, options)
        return output
    assert code == 0, errors
    return output


def _arguments(checkpoint, output, mode, options):
    source = "--ranking-model" if mode == "reranking_pruning" else "--encoder-model"
    flags = ["--license", "apache-2.0", "--language", "en"]
    for name, value in options.items():
        flags += ["--" + name.replace("_", "-"), value]
    # Random weights: the findings of `verify` about such a model are the Swift tests' business.
    return [
        "save", source, checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", output,
        "--no-verify", "--quiet", *flags,
    ]


def _transplant(checkpoint, output, mode, hidden_state_source, options):
    """The modelling file knows families that the command does not run: for these, the package of a BERT checkpoint
    gets the other encoder, its tokenizer and what the configs say about them."""
    source = json.loads((checkpoint / "encoder/config.json").read_text())
    family = FAMILIES[source["model_type"]]
    dtype = source.pop("dtype", None) or source["torch_dtype"]
    donor = make_checkpoint(
        output.parent / "donor", mode=mode, labels=len(source.get("id2label", "ab")), dtype=getattr(torch, dtype)
    )
    pruning_pack(*_arguments(donor, output, mode, options))

    folder = output / ("ranking_model" if mode == "reranking_pruning" else "encoder_model")
    shutil.rmtree(folder)
    shutil.copytree(checkpoint / "encoder", folder)
    _write(folder / "config.json", {**source, "torch_dtype": dtype})
    uses_types = source.get("type_vocab_size", 1) > 1
    inputs = ["input_ids", "token_type_ids", "attention_mask"]
    tokenizer = {
        **{f"{name}_token": token for name, token in family.specials.items()},
        "model_input_names": inputs if uses_types else [inputs[0], inputs[2]],
        "model_max_length": family.positions,
        "tokenizer_class": "PreTrainedTokenizerFast",
    }
    for place in (output, folder):
        shutil.copyfile(checkpoint / "encoder/tokenizer.json", place / "tokenizer.json")
        _write(place / "tokenizer_config.json", tokenizer)
    shutil.copyfile(checkpoint / "head/model.safetensors", output / "pruning_head/model.safetensors")
    for name in ("config.json", "pruning_encoder_config.json"):
        config = json.loads((output / name).read_text())
        config["hidden_state_source"] = hidden_state_source
        config["use_token_type_ids"] = uses_types
        _write(output / name, config)


def _write(file, value):
    file.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
