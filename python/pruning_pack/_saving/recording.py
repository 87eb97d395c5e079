"""What the model computes before it is saved: the content of a `--reference` file."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._pairs import LIMIT, Pair, standard_pairs
from pruning_pack._saving.parts import ENCODER_ATTRIBUTES, Parts
from pruning_pack._saving.running import accepted_arguments, runner

FORMAT = 2
_LARGEST_LENGTH = 8192


def fast_tokenizer(tokenizer: Any) -> Any:
    """The tokenizer, once it is known to have a tokenizer.json.

    Raises:
        PruningPackError: It has none.
    """
    if not callable(tokenizer):
        raise PruningPackError(
            f"tokenizer is a {type(tokenizer).__name__}; expected a fast tokenizer of transformers, or a path"
        )
    if not getattr(tokenizer, "is_fast", False) or getattr(tokenizer, "backend_tokenizer", None) is None:
        raise PruningPackError(
            f"tokenizer is a {type(tokenizer).__name__}, which is slow only and has no tokenizer.json. "
            f"Load the fast one: AutoTokenizer.from_pretrained(..., use_fast=True)"
        )
    return tokenizer


@contextmanager
def truncation_kept(tokenizer: Any) -> Iterator[None]:
    """A tokenizer keeps the truncation and padding of its last call, and would save them."""
    backend = tokenizer.backend_tokenizer
    truncation, padding = backend.truncation, backend.padding
    try:
        yield
    finally:
        backend.no_truncation() if truncation is None else backend.enable_truncation(**truncation)
        backend.no_padding() if padding is None else backend.enable_padding(**padding)


def maximum_length(parts: Parts, tokenizer: Any, asked: Optional[int]) -> int:
    """Tokens of the longest pair: as asked for, else as the model records, else what tokenizer and positions allow."""
    if asked is not None:
        return asked
    if parts.whole is not None:
        recorded = _recorded_length(parts.whole)
        if recorded is not None:
            return min(recorded, _positions(parts.model) or recorded)
    return min(int(tokenizer.model_max_length), _positions(parts.model) or _LARGEST_LENGTH, _LARGEST_LENGTH)


def _recorded_length(model: Any) -> Optional[int]:
    config = getattr(model, "config", None)
    if config is None:
        value = getattr(model, "max_length", None)
    else:
        # A generation parameter of the same name, 20, stands in every configuration of transformers 4.
        value = config.to_dict().get("max_length") if hasattr(config, "to_dict") else None
        value = getattr(model, "max_length", value if value != 20 else None)
    return int(value) if isinstance(value, int) and value > 3 else None


def _positions(model: Any) -> Optional[int]:
    """Positions that a pair may take; RoBERTa and its kin count them from behind the padding id."""
    config = getattr(model, "config", None)
    size = getattr(config, "max_position_embeddings", None)
    if not isinstance(size, int):
        return None
    for name, module in model.named_modules():
        padding = getattr(module, "padding_idx", None)
        if name.endswith("position_embeddings") and padding is not None:
            return size - int(padding) - 1
    return size


def uses_token_types(parts: Parts, tokenizer: Any, asked: Optional[bool]) -> bool:
    """Whether the model is given token types: as asked for, else where it has several and its tokenizer gives them.

    A whole model is given what its own `forward` takes.
    """
    if asked is not None:
        return asked
    whole = parts.whole
    recorded = getattr(getattr(whole, "config", None), "use_token_type_ids", None)
    if isinstance(recorded, bool):
        return recorded
    names = None if whole is None else accepted_arguments(whole)
    if names is not None and "token_type_ids" not in names:
        return False
    holders = (parts.model, *(getattr(whole, name, None) for name in ENCODER_ATTRIBUTES))
    sizes = [getattr(getattr(holder, "config", None), "type_vocab_size", None) for holder in holders]
    size = next((size for size in sizes if isinstance(size, int)), 0)
    return size > 1 and "token_type_ids" in tokenizer.model_input_names


def record_outputs(
    parts: Parts,
    tokenizer: Any,
    *,
    max_length: int,
    token_types: bool,
    hidden_state_source: str,
    round_to: Any,
    pairs: Optional[Iterable[tuple[str, str]]],
    record_pairs: bool,
) -> dict[str, Any]:
    """Runs the model on the built-in pairs and the caller's own.

    Returns:
        The content of a file for `save --reference`; the caller's pairs are published only with `record_pairs`.

    Raises:
        PruningPackError: An output is not finite, or a pair is none.
    """
    standard = standard_pairs(max_length)
    own = [_pair(pair, index) for index, pair in enumerate(pairs or ())]
    if len(standard) + len(own) > LIMIT:
        raise PruningPackError(f"pairs has {len(own)} pairs; expected at most {LIMIT - len(standard)}")
    cases = []
    with truncation_kept(tokenizer), runner(parts, hidden_state_source, round_to) as run:
        for index, pair in enumerate(standard + own):
            inputs = tokenizer(
                [pair.query], [pair.document], truncation="longest_first", padding=False,
                max_length=min(pair.max_length or max_length, max_length), return_token_type_ids=token_types,
                return_tensors="pt",
            )  # fmt: skip
            inputs = dict(inputs)
            if not token_types:
                inputs.pop("token_type_ids", None)
            outputs = run(inputs)
            name = f"pairs[{index - len(standard)}]" if index >= len(standard) else f"{pair.query!r}"
            _require_finite(outputs, name)
            ranking: Any = None if outputs.ranking is None else [_shortest(value) for value in outputs.ranking]
            if ranking is not None and len(ranking) == 1:
                ranking = ranking[0]
            case: dict[str, Any] = {
                "query": pair.query,
                "document": pair.document,
                "input_ids": inputs["input_ids"][0].tolist(),
                "ranking_logit": ranking,
                "pruning_logits": [[_shortest(value) for value in row] for row in outputs.pruning],
            }
            if pair.max_length is not None:
                case["max_length"] = pair.max_length
            if index >= len(standard) and not record_pairs:
                case["published"] = False
            cases.append(case)
    return {"format": FORMAT, "origin": parts.origin, "versions": _versions(), "cases": cases}


def reference_text(recording: dict[str, Any]) -> str:
    """The text of a file for `save --reference`, a case a line."""
    members = [(key, value) for key, value in recording.items() if key != "cases"]
    head = "".join(f"  {_json(key)}: {_json(value)},\n" for key, value in members)
    cases = ",\n".join(f"    {_json(case)}" for case in recording["cases"])
    return f'{{\n{head}  "cases": [\n{cases}\n  ]\n}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _shortest(value: float) -> float:
    """The number that a float32 is read from again, without the digits that only a double has."""
    return float(f"{value:.9g}")


def _pair(value: Any, index: int) -> Pair:
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(text, str) for text in value):
        for text in value:
            try:
                text.encode("utf-8")
            except UnicodeEncodeError as error:
                raise PruningPackError(f"pairs[{index}] cannot be written as UTF-8: {error}") from error
        return Pair(value[0], value[1])
    raise PruningPackError(f"pairs[{index}] is {value!r}; expected a query and a passage")


def _require_finite(outputs: Any, name: str) -> None:
    for index, value in enumerate(outputs.ranking or ()):
        if not math.isfinite(value):
            raise PruningPackError(f"The model's ranking logit {index} is {value} for the pair {name}")
    for token, row in enumerate(outputs.pruning):
        if not all(math.isfinite(value) for value in row):
            raise PruningPackError(f"The model's pruning logits of token {token} are {row} for the pair {name}")


def _versions() -> dict[str, str]:
    import tokenizers
    import torch
    import transformers

    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "transformers": transformers.__version__,
        "tokenizers": tokenizers.__version__,
    }
