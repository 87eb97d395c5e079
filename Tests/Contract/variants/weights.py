"""Weights laid out as makers did: pickles, whole or in shards, and safetensors in shards."""

from pathlib import Path

import torch
from safetensors.torch import save_file

from .original import write_json


def save_pickles(tensors: dict, directory: Path, shards: int = 1):
    if shards == 1:
        torch.save(tensors, directory / "pytorch_model.bin")
        return
    weight_map = {}
    for number in range(shards):
        file = f"pytorch_model-{number + 1:05}-of-{shards:05}.bin"
        held = {name: tensors[name] for name in sorted(tensors)[number::shards]}
        torch.save(held, directory / file)
        weight_map |= {name: file for name in held}
    write_json(directory / "pytorch_model.bin.index.json", {"metadata": {}, "weight_map": weight_map})


def save_in_shards(tensors: dict, directory: Path):
    names = sorted(tensors)
    files = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    for file, held in files.items():
        save_file({name: tensors[name] for name in held}, directory / file, metadata={"format": "pt"})
    size = sum(value.numel() * value.element_size() for value in tensors.values())
    weight_map = {name: file for file, held in files.items() for name in held}
    write_json(
        directory / "model.safetensors.index.json", {"metadata": {"total_size": size}, "weight_map": weight_map}
    )
