"""Tensors of a package: checked by name and shape, and shared out between encoder and head."""

from typing import Dict, List, Mapping

import torch
from torch import nn

from .head import PruningHead
from .package import HEAD_DIRECTORY

# ---- joined from here on ----


# Tensors, checked by name and shape, and shared out between encoder and head.


def _listed(texts: List[str], limit: int = 20) -> str:
    """The texts, or the first of them and how many more there are."""
    more = [f"and {len(texts) - limit} more"] if len(texts) > limit else []
    return ", ".join(texts[:limit] + more)


def _check(place: str, missing, mismatched=(), errors=()):
    """Raises with the names of tensors that are not as they must be."""
    problems = []
    if missing:
        problems.append("missing: " + _listed(sorted(missing)))
    if mismatched:
        texts = []
        for name, found, wanted in sorted(mismatched, key=lambda entry: entry[0]):
            has = "" if found is None else f"is {list(found)}, "
            texts.append(f"{name} {has}not {list(wanted)}")
        problems.append("of the wrong shape: " + _listed(texts))
    if errors:
        problems.append("not loaded: " + _listed(list(map(str, errors))))
    if problems:
        raise ValueError(f"{place}: tensors {'; '.join(problems)}")


def _check_tensors(place: str, tensors: Mapping[str, torch.Tensor], shapes: Mapping[str, torch.Size]):
    """Raises unless the tensors are those of `shapes`: all of them, in these shapes, and no others."""
    _check(
        place,
        missing=shapes.keys() - tensors.keys(),
        mismatched=[
            (name, tensors[name].shape, shape)
            for name, shape in shapes.items()
            if name in tensors and tensors[name].shape != shape
        ],
        errors=[f"{name} is unknown" for name in sorted(tensors.keys() - shapes.keys())],
    )


def _shapes(module: nn.Module) -> Dict[str, torch.Size]:
    """The shapes of a module's tensors by name."""
    return {name: tensor.shape for name, tensor in module.state_dict().items()}


# The keys of what from_pretrained returns with output_loading_info.
LOADING_REPORT = ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs")

# What torch.compile, DataParallel and FSDP put into the names of a module's tensors.
WRAPPERS = ("_orig_mod", "module", "_fsdp_wrapped_module")


def _unwrapped(tensors: Mapping[str, torch.Tensor], names) -> Dict[str, torch.Tensor]:
    """The tensors under those of `names` that they have without the wrappers; the others as they are."""
    found = {}
    for name, tensor in tensors.items():
        bare = ".".join(part for part in name.split(".") if part not in WRAPPERS)
        found[bare if name not in names and bare in names else name] = tensor
    return found


def _load_head(place: str, pruning_config: dict, tensors: dict) -> PruningHead:
    """The head with the tensors of its checkpoint, in their dtype: all of them, and no others."""
    weighted_pooling = pruning_config.get("use_weighted_pooling", False) or any(
        name.startswith("pooling_weights.") for name in tensors
    )
    head = PruningHead(pruning_config, weighted_pooling=bool(weighted_pooling))
    _check_tensors(place, tensors, _shapes(head))
    # Copies: safetensors maps the file, and a later save may write over it.
    head.load_state_dict({name: tensor.clone() for name, tensor in tensors.items()}, assign=True)
    return head


def _split_device_map(device_map, encoder_directory: str):
    """A map by module names of the whole model becomes the encoder's and the head's device (None: the encoder's)."""
    if not isinstance(device_map, dict):
        return device_map, None
    prefix = encoder_directory + "."
    encoder_map, head_device = {}, None
    for name, device in device_map.items():
        if name == HEAD_DIRECTORY:
            head_device = device
        else:
            encoder_map["" if name == encoder_directory else name.removeprefix(prefix)] = device
    return encoder_map, head_device


def _without_prefix(state_dict: dict, prefix: str) -> dict:
    """The tensors whose names begin with the prefix, without it."""
    return {name[len(prefix) :]: tensor for name, tensor in state_dict.items() if name.startswith(prefix)}
