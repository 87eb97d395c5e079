"""A model as it was before it was wrapped for training: what is saved and what is run is the model inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pruning_pack._errors import PruningPackError

# Where classes of layers with quantized weights come from.
_QUANTIZED = ("torch.ao.nn.quantized", "torch.ao.nn.intrinsic.quantized", "bitsandbytes", "quanto", "optimum.quanto")
# Classes that hold the model as `module`.
_HOLDERS = ("DataParallel", "DistributedDataParallel", "DeepSpeedEngine")


def unwrapped(model: Any, argument: str) -> Any:
    """The model inside torch.compile's, accelerate's and DataParallel's wrappers.

    Raises:
        PruningPackError: It cannot be taken out: adapters that are not merged, weights that are sharded or quantized.
    """
    while True:
        name = type(model).__name__
        if hasattr(model, "_orig_mod"):
            model = model._orig_mod
        elif name in _HOLDERS and hasattr(model, "module"):
            model = model.module
        else:
            break
    if type(model).__name__ == "FullyShardedDataParallel":
        raise _sharded(argument)
    _require_plain(model, argument)
    return model


def _sharded(argument: str) -> PruningPackError:
    return PruningPackError(
        f"{argument} is sharded by FSDP. Gather it first: load the whole state dict "
        f"(torch.distributed.checkpoint.state_dict.get_model_state_dict with full_state_dict=True) into a fresh model, "
        f"and pass that"
    )


def _quantized(argument: str) -> PruningPackError:
    return PruningPackError(
        f"{argument} is quantized, and a package holds floating-point weights. "
        f"Pass the model as it was before, or model.dequantize()"
    )


def _require_plain(model: Any, argument: str) -> None:
    """Refuses adapters, quantized and sharded weights, and weights that are not there."""
    import torch

    for module in model.modules():
        if type(module).__name__ == "FullyShardedDataParallel":
            raise _sharded(argument)
        if type(module).__module__.startswith(_QUANTIZED):
            raise _quantized(argument)
        if type(module).__module__.partition(".")[0] == "peft":
            raise PruningPackError(
                f"{argument} has PEFT adapters that are not merged into its weights. "
                f"Merge them, and pass the result: model = model.merge_and_unload()"
            )
    if getattr(model, "hf_quantizer", None) is not None or getattr(model, "is_quantized", False):
        raise _quantized(argument)
    for name, tensor in list(model.named_parameters()) + list(model.named_buffers()):
        if tensor.device.type == "meta":
            raise PruningPackError(
                f"{argument} has no weights in memory: {name} is on the device meta. "
                f"Load it without device_map offloading and outside of init_empty_weights()"
            )
        if type(tensor).__name__ == "DTensor":
            raise _sharded(argument)
        if tensor.is_quantized:
            raise _quantized(argument)
        if type(tensor) not in (torch.Tensor, torch.nn.Parameter):
            raise PruningPackError(
                f"{argument} holds {name} as {type(tensor).__module__}.{type(tensor).__name__}; "
                f"expected a plain tensor: pass the model as it was before its weights were quantized or sharded"
            )


@contextmanager
def plain_modules(model: Any) -> Iterator[None]:
    """The model with what wraps its modules set aside, for as long as the block runs.

    torch.compile puts modules into others, or a compiled call on a module; accelerate puts a `forward` of its own,
    for mixed precision or for moving inputs, on an instance.
    """
    compiled, calls, forwards = [], [], []
    try:
        for parent in list(model.modules()):
            for name, child in list(parent._modules.items()):
                if child is not None and hasattr(child, "_orig_mod"):
                    compiled.append((parent, name, child))
                    parent._modules[name] = child._orig_mod
        for module in list(model.modules()):
            values = vars(module)
            if values.get("_compiled_call_impl") is not None:
                calls.append((module, values["_compiled_call_impl"]))
                module._compiled_call_impl = None
            if "forward" in values and ("_old_forward" in values or "_original_forward" in values):
                forwards.append((module, values["forward"]))
                del values["forward"]
        yield
    finally:
        for module, forward in forwards:
            vars(module)["forward"] = forward
        for module, call in calls:
            module._compiled_call_impl = call
        for parent, name, child in reversed(compiled):
            parent._modules[name] = child


@contextmanager
def evaluation(model: Any) -> Iterator[None]:
    """The model in eval mode, without flash attention, which needs a GPU; afterwards all is as it was."""
    modes = [(module, module.training) for module in model.modules()]
    found = (getattr(module, "config", None) for module in model.modules())
    configs: dict[int, Any] = {id(config): config for config in found}
    values = [(config, dict(vars(config))) for config in configs.values() if hasattr(config, "__dict__")]
    try:
        model.eval()
        for config, kept in values:
            if "flash" in str(kept.get("_attn_implementation_internal", kept.get("_attn_implementation"))):
                config._attn_implementation = "sdpa"
        yield
    finally:
        for module, mode in modes:
            module.training = mode
        for config, kept in values:
            vars(config).clear()
            vars(config).update(kept)
