"""What has to be settled before the model is run: tokenizer, length, hidden state, token types."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from pruning_pack._command import option
from pruning_pack._errors import PruningPackError
from pruning_pack._saving.parts import Parts
from pruning_pack._saving.recording import fast_tokenizer, maximum_length, uses_token_types


@dataclass
class Settings:
    """How the model is run, and the options that say the same to the command."""

    tokenizer: Any
    tokenizer_path: Optional[Path]
    """Where the tokenizer lies, if it is not a live one."""
    max_length: int
    hidden_state_source: str
    uses_token_types: bool
    arguments: list[str]


def read_settings(
    parts: Parts, tokenizer: Any, max_length: Optional[int], hidden_state_source: Optional[str],
    token_type_ids: Optional[bool],
) -> Settings:  # fmt: skip
    """Settles what the arguments leave open.

    Raises:
        PruningPackError: There is no tokenizer, or a setting does not fit the model.
    """
    path = Path(tokenizer) if isinstance(tokenizer, (str, os.PathLike)) else None
    if tokenizer is None:
        tokenizer = getattr(parts.whole, "tokenizer", None)
        path = parts.path
        if tokenizer is None and path is None:
            raise PruningPackError("tokenizer is missing: give the one that the model was trained with")
    if path is not None:
        tokenizer = _loaded(path)
    fast_tokenizer(tokenizer)
    if max_length is not None and (isinstance(max_length, bool) or not isinstance(max_length, int) or max_length < 4):
        raise PruningPackError(f"max_length is {max_length!r}; expected a whole number of 4 or more")
    length = maximum_length(parts, tokenizer, max_length)
    uses = uses_token_types(parts, tokenizer, token_type_ids)
    source = _hidden_state_source(parts, hidden_state_source)
    arguments = option("max-length", length)
    if parts.kind != "from" or token_type_ids is not None:
        arguments += option("token-type-ids", "used" if uses else "ignored")
    if parts.whole is None or hidden_state_source is not None:
        arguments += option("hidden-state-source", source)
    return Settings(tokenizer, path, length, source, uses, arguments)


def _hidden_state_source(parts: Parts, asked: Optional[str]) -> str:
    """What feeds the head: as asked for, else what `hidden_states[-1]` is in this transformers."""
    base = getattr(parts.model, "base_model", parts.model)
    has_final_norm = hasattr(base, "final_norm")
    if asked is not None:
        if asked not in ("last_hidden_state", "pre_final_norm"):
            raise PruningPackError(f"hidden_state_source is {asked!r}; expected last_hidden_state or pre_final_norm")
        if asked == "pre_final_norm" and not has_final_norm and parts.whole is None:
            raise PruningPackError(
                f"hidden_state_source is pre_final_norm, and {type(base).__name__} has no final_norm"
            )
        return asked
    if parts.ranks and has_final_norm and parts.whole is None:
        import transformers

        major, minor = (int(part) for part in transformers.__version__.split(".")[:2])
        return "pre_final_norm" if (major, minor) < (5, 1) else "last_hidden_state"
    return "last_hidden_state"


def _loaded(path: Path) -> Any:
    from transformers import AutoTokenizer

    if not path.is_dir():
        raise PruningPackError(f"tokenizer: {path} is not a directory; expected one with tokenizer.json")
    try:
        return AutoTokenizer.from_pretrained(path, trust_remote_code=False)
    except Exception as error:
        raise PruningPackError(f"tokenizer: {path} cannot be loaded: {error}") from error
