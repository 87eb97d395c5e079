"""Runs the model in memory as it is, in float32 on the CPU, and leaves it as it was."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._saving.heads import stored
from pruning_pack._saving.parts import Parts
from pruning_pack._saving.wrappers import evaluation, plain_modules


class Outputs(NamedTuple):
    """What came out for a pair."""

    ranking: Optional[list[float]]
    """The classifier's logits; None for a model that does not rank."""
    pruning: list[list[float]]
    """Two logits a token: prune, keep."""


@contextmanager
def runner(parts: Parts, hidden_state_source: str, round_to: Any) -> Iterator[Callable[[Mapping[str, Any]], Outputs]]:
    """A function from a tokenized pair, a batch of one, to its outputs.

    The weights are used as float32 copies; those of the model stay where and as they are.
    """
    import torch

    model = parts.whole if parts.whole is not None else parts.model
    with plain_modules(model), evaluation(model), torch.random.fork_rng(devices=[]), torch.no_grad():
        values = {name: stored(tensor, round_to) for name, tensor in model.named_parameters()}
        values.update((name, stored(tensor, None)) for name, tensor in model.named_buffers())
        names = accepted_arguments(model)

        def run(inputs: Mapping[str, Any]) -> Outputs:
            arguments = {name: value for name, value in inputs.items() if names is None or name in names}

            def call() -> Any:
                return torch.func.functional_call(model, values, args=(), kwargs=arguments)

            if parts.whole is not None:
                return _of_whole(call())
            if parts.head is None:
                return _of_classifier(call(), parts.kept_rows or [])
            hidden, output = _with_hidden_state(call, model, hidden_state_source)
            pruning = parts.head.logits(hidden.float(), round_to)
            return Outputs(_row(output.logits) if parts.ranks else None, _rows(pruning))

        yield run


def accepted_arguments(model: Any) -> Optional[set[str]]:
    """Names of the arguments that a model's forward takes; None where it takes any."""
    parameters = inspect.signature(model.forward).parameters
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters.values()):
        return None
    return set(parameters)


def _with_hidden_state(call: Callable[[], Any], model: Any, source: str) -> tuple[Any, Any]:
    """Runs a model; returns the hidden states that feed the head, and the output.

    A hook sees the same tensor in every version of transformers; ModernBERT's `hidden_states[-1]` is another before 5.1.
    """
    base = getattr(model, "base_model", model)
    states: list[Any] = []
    if source == "pre_final_norm":
        hook = base.final_norm.register_forward_pre_hook(lambda module, arguments: states.append(arguments[0]))
    else:
        hook = base.register_forward_hook(lambda module, arguments, output: states.append(output[0]))
    try:
        output = call()
    finally:
        hook.remove()
    if not states:
        raise PruningPackError(f"{type(model).__name__} does not run its base model, {type(base).__name__}")
    return states[-1], output


def _of_classifier(output: Any, kept: list[int]) -> Outputs:
    """Outputs of a classifier of tokens: the softmax of the two gives the sums of the probabilities of its rows."""
    import torch

    logits = output.logits
    pruned = [row for row in range(logits.shape[-1]) if row not in kept]
    return Outputs(None, _rows(torch.stack([logits[..., rows].logsumexp(dim=-1) for rows in (pruned, kept)], dim=-1)))


def _of_whole(output: Any) -> Outputs:
    """Outputs of a model that has its head."""
    pruning = _first(output, "pruning_logits", "compression_logits")
    if pruning is None:
        found = ", ".join(_names(output)) or type(output).__name__
        raise PruningPackError(f"model gives no pruning_logits; found {found}")
    ranking = _first(output, "ranking_logits", "logits")
    # In pruning_only mode `logits` are the head's.
    if ranking is not None and ranking.ndim != 2:
        ranking = None
    if ranking is None:
        # Naver's name for the one logit of a pair, which it gives without a dimension in a batch of one.
        ranking = _first(output, "ranking_scores")
    return Outputs(None if ranking is None else _row(ranking.reshape(1, -1)), _rows(pruning))


def _first(output: Any, *names: str) -> Any:
    """The first of these outputs; OpenProvence sets its own as attributes of an output that is a mapping."""
    for name in names:
        value = output.get(name) if isinstance(output, Mapping) else None
        value = getattr(output, name, None) if value is None else value
        if value is not None:
            return value
    return None


def _names(output: Any) -> list[str]:
    return [str(name) for name in output] if isinstance(output, Mapping) else []


def _row(logits: Any) -> list[float]:
    row: list[float] = logits.float().reshape(logits.shape[0], -1)[0].tolist()
    return row


def _rows(logits: Any) -> list[list[float]]:
    if logits.ndim != 3 or logits.shape[-1] != 2:
        raise PruningPackError(f"The head gives logits of shape {list(logits.shape)}; expected [1, tokens, 2]")
    rows: list[list[float]] = logits[0].float().tolist()
    return rows
