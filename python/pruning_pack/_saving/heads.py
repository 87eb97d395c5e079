"""The pruning head, in the forms in which people have it."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._saving.wrappers import plain_modules, unwrapped

_PREFIXES = ("pruning_head.", "module.", "_orig_mod.")
_CLASSIFIER = ("classifier.weight", "classifier.bias")
_POOLING = ("pooling_weights.weight", "pooling_weights.bias")
_FILES = ("model.safetensors", "pytorch_model.bin")


class Head:
    """A pruning head: its tensors by the package's names, and how to compute its logits.

    Attributes:
        tensors: `classifier.weight` [2, hidden], `classifier.bias` [2], and maybe `pooling_weights.*`.
        module: The module that computes; None where only tensors were given.
        path: Where the head lies, if it was given as a path.
    """

    def __init__(self, tensors: dict[str, Any], module: Any = None, path: Optional[Path] = None):
        self.tensors = tensors
        self.module = module
        self.path = path

    @property
    def hidden_size(self) -> int:
        """Width of the hidden states that the head reads."""
        return int(self.tensors["classifier.weight"].shape[1])

    def logits(self, hidden: Any, round_to: Any = None) -> Any:
        """[1, tokens, hidden] -> [1, tokens, 2], in float32 on the CPU; its tensors rounded to a type that is narrower.

        A module computes them itself, where it takes hidden states alone.
        """
        import torch

        computed = None
        if self.module is not None:
            with plain_modules(self.module):
                module = copy.deepcopy(self.module)
            module = module.cpu().eval()
            if round_to is not None:
                module = module.to(round_to)
            try:
                computed = _tensor(module.float()(hidden))
            except TypeError:  # it takes more than hidden states
                pass
        if computed is None or computed.shape != (*hidden.shape[:-1], 2):
            weight, bias = (stored(self.tensors[name], round_to) for name in _CLASSIFIER)
            computed = torch.nn.functional.linear(hidden, weight, bias)
        return computed


def stored(tensor: Any, round_to: Any) -> Any:
    """A tensor in float32 on the CPU, with the values that it has once it is stored in another type."""
    if not tensor.is_floating_point():
        return tensor.cpu()
    return (tensor if round_to is None else tensor.to(round_to)).float().cpu()


def _tensor(output: Any) -> Any:
    """The one tensor in what a module gave; None where there are several."""
    import torch

    if isinstance(output, Mapping):
        output = output.get("pruning_logits", output.get("logits"))
    elif isinstance(output, tuple) and len(output) == 1:
        output = output[0]
    else:
        output = getattr(output, "pruning_logits", getattr(output, "logits", output))
    return output if torch.is_tensor(output) else None


def read_head(value: Any) -> Head:
    """The head that an argument `pruning_head` stands for.

    Raises:
        PruningPackError: It is no head, or has other than two rows.
    """
    import torch

    path = None
    module = None
    if isinstance(value, (str, os.PathLike)):
        path = Path(value)
        state = _load(path)
    elif isinstance(value, torch.nn.Module):
        module = unwrapped(value, "pruning_head")
        with plain_modules(module):
            state = module.state_dict()
    elif isinstance(value, Mapping):
        state = dict(value)
    else:
        raise PruningPackError(
            f"pruning_head is a {type(value).__name__}; "
            f"expected a module such as torch.nn.Linear, a state dict or a path"
        )
    tensors = _named(state)
    weight, bias = (tensors[name] for name in _CLASSIFIER)
    if weight.ndim != 2 or weight.shape[0] != 2 or tuple(bias.shape) != (2,):
        raise PruningPackError(
            f"pruning_head has a weight of shape {list(weight.shape)} and a bias of shape {list(bias.shape)}; "
            f"expected [2, hidden size] and [2]"
        )
    for name, tensor in tensors.items():
        if tensor.device.type == "meta":
            raise PruningPackError(f"pruning_head has no weights in memory: {name} is on the device meta")
        if not tensor.is_floating_point():
            raise PruningPackError(f"pruning_head has {name} in {tensor.dtype}; expected a floating-point type")
    return Head(tensors, module, path)


def _named(state: Mapping[str, Any]) -> dict[str, Any]:
    """The tensors under the package's names."""
    import torch

    state = {name: tensor.detach() for name, tensor in state.items() if torch.is_tensor(tensor)}
    # The names under which a head is part of something, from the outside in.
    while state and any(all(name.startswith(prefix) for name in state) for prefix in _PREFIXES):
        state = {name.partition(".")[2]: tensor for name, tensor in state.items()}
    if set(state) == {"weight", "bias"}:
        return {f"classifier.{name}": tensor for name, tensor in state.items()}
    names = set(state)
    if names == set(_CLASSIFIER) or names == set(_CLASSIFIER + _POOLING):
        return state
    if names == {"weight"} or names == {"classifier.weight"}:
        raise PruningPackError("pruning_head has no bias; a package's head has one: add zeros, torch.zeros(2)")
    raise PruningPackError(
        "pruning_head is not a pruning head: expected the tensors weight and bias, or classifier.weight and "
        f"classifier.bias; found {', '.join(sorted(names)[:8]) or 'none'}"
    )


def _load(path: Path) -> Mapping[str, Any]:
    """The tensors of a file, or of the one file of weights in a directory."""
    import torch

    file = next((path / name for name in _FILES if (path / name).is_file()), path) if path.is_dir() else path
    if not file.is_file():
        raise PruningPackError(f"pruning_head: {path} has no weights; expected a file, or one of {', '.join(_FILES)}")
    try:
        if file.suffix == ".safetensors":
            from safetensors.torch import load_file

            loaded: Any = load_file(str(file))
        else:
            loaded = torch.load(str(file), map_location="cpu", weights_only=True)
    except Exception as error:
        raise PruningPackError(f"pruning_head: {file} cannot be read: {error}") from error
    if not isinstance(loaded, Mapping):
        raise PruningPackError(f"pruning_head: {file} holds a {type(loaded).__name__}; expected a state dict")
    return loaded
