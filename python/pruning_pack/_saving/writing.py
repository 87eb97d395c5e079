"""Writes a live model where the command can read it."""

from __future__ import annotations

import shutil
from pathlib import Path

from pruning_pack._command import option
from pruning_pack._errors import PruningPackError
from pruning_pack._saving.parts import Parts
from pruning_pack._saving.settings import Settings
from pruning_pack._saving.wrappers import evaluation, plain_modules


_TOKENIZER_FILES = ("tokenizer", "special_tokens", "added_tokens", "vocab", "merges", "spm", "sentencepiece")


def write_source(parts: Parts, settings: Settings, scratch: Path) -> list[str]:
    """Writes what is in memory into a directory, and returns the options that name it.

    Raises:
        PruningPackError: The model's own `save_pretrained` fails.
    """
    arguments: list[str] = []
    source = parts.path
    if source is None or settings.tokenizer_path != parts.path:
        source = scratch / "model"
        _write_model(parts, source)
        _write_tokenizer(settings, source)
    arguments += option(parts.kind, source) + option("keep-label", *parts.keep_labels)
    if parts.head is not None:
        head = parts.head.path
        if head is None:
            from safetensors.torch import save_file

            head = scratch / "pruning_head.safetensors"
            tensors = {name: tensor.cpu().contiguous().clone() for name, tensor in parts.head.tensors.items()}
            save_file(tensors, str(head), metadata={"format": "pt"})
        arguments += option("pruning-head", head)
    return arguments


def _write_model(parts: Parts, directory: Path) -> None:
    # save_pretrained notes the type and the class in the configuration of the live model.
    with plain_modules(parts.model), evaluation(parts.model):
        try:
            parts.model.save_pretrained(directory)
        except Exception as error:
            raise PruningPackError(f"save_pretrained of {type(parts.model).__name__} fails: {error}") from error


def _write_tokenizer(settings: Settings, directory: Path) -> None:
    if settings.tokenizer_path is None:
        settings.tokenizer.save_pretrained(directory)
        return
    for file in sorted(settings.tokenizer_path.iterdir()):
        if file.name.startswith(_TOKENIZER_FILES):
            shutil.copyfile(file, directory / file.name)
