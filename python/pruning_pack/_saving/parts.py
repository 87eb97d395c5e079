"""What `save` was given: a ranking model or an encoder with its head, or a whole model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from pruning_pack._errors import PruningPackError
from pruning_pack._saving.heads import Head, read_head
from pruning_pack._saving.wrappers import unwrapped

KNOWN_LAYOUTS = ("pruning_encoder", "open_provence", "Provence", "XProvence")
"""`model_type` of whole models whose `save_pretrained` gives a layout that the command reads."""

# Attributes of a whole model, by what is in them.
_RANKING = ("ranking_model",)
_ENCODER = ("encoder_model", "encoder", "base_encoder")
ENCODER_ATTRIBUTES = _RANKING + _ENCODER
"""Where a whole model has its encoder."""
_KEEP = {
    "keep", "kept", "preserve", "preserved", "retain", "retained", "relevant", "include", "true", "yes",
}  # fmt: skip
_PRUNE = {
    "prune", "pruned", "drop", "dropped", "discard", "discarded", "remove", "removed", "delete", "deleted",
    "irrelevant", "exclude", "false", "no",
}  # fmt: skip
# What two labels without names are called; and how labels of spans begin.
_NUMBERS = {"0": False, "label_0": False, "1": True, "label_1": True}
_SPANS = ("b-", "i-", "e-", "s-")


@dataclass
class Parts:
    """The parts of a package to be."""

    kind: str
    """The command's option: `ranking-model`, `encoder-model` or `from`."""
    model: Any
    """The live model: of the kind, or the whole one; it is what is saved."""
    path: Optional[Path]
    """Where the model lies, if it was given as a path: that is what is packed."""
    head: Optional[Head]
    """The head, where it is apart from the model."""
    whole: Any = None
    """A whole model of which `model` and `head` are parts: it is what is run."""
    kept_rows: Optional[list[int]] = None
    """The rows that mean "keep", where the model is a classifier of tokens that is its own head."""
    keep_labels: Sequence[str] = ()
    """Names of labels that were given for it."""

    @property
    def ranks(self) -> bool:
        """Whether the package has a ranking model."""
        return self.kind == "ranking-model"

    @property
    def origin(self) -> str:
        """What the outputs are computed from."""
        is_memory = self.path is None and (self.head is None or self.head.path is None)
        return "memory" if is_memory else "source"


def read_parts(
    ranking_model: Any, encoder_model: Any, model: Any, pruning_head: Any, keep_labels: Sequence[str] = ()
) -> Parts:  # fmt: skip
    """Finds the parts among the arguments of `save`.

    Raises:
        PruningPackError: There is no head, or it does not fit, or the arguments contradict each other.
    """
    given = {"ranking_model": ranking_model, "encoder_model": encoder_model, "model": model}
    names = [name for name, value in given.items() if value is not None]
    if len(names) != 1:
        raise PruningPackError(
            f"Give one of ranking_model, encoder_model and model; found {' and '.join(names) or 'none'}"
        )
    name = names[0]
    value = given[name]
    if name == "model":
        if pruning_head is not None:
            raise PruningPackError("model has a head of its own: give ranking_model or encoder_model with pruning_head")
        if keep_labels:
            raise PruningPackError("keep_label goes with a *ForTokenClassification model as encoder_model")
        return _whole(value)
    path = Path(value) if isinstance(value, (str, os.PathLike)) else None
    live = _loaded(path, name) if path is not None else unwrapped(_module(value, name), name)
    if getattr(getattr(live, "config", None), "model_type", None) in KNOWN_LAYOUTS:
        raise PruningPackError(f"{name} is a {type(live).__name__}, which has a head of its own: give it as model, without pruning_head")
    if pruning_head is None:
        kept = kept_rows(live, keep_labels) if name == "encoder_model" else None
        if kept is None:
            raise PruningPackError(f"{name} has no pruning head: give pruning_head, such as the trained torch.nn.Linear")
        return Parts("encoder-model", live, path, None, kept_rows=kept, keep_labels=keep_labels)
    if keep_labels:
        raise PruningPackError("keep_label goes with a *ForTokenClassification model as encoder_model, without pruning_head")
    head = read_head(pruning_head)
    _require_fit(live, head)
    return Parts(name.replace("_", "-"), live, path, head)


def kept_rows(model: Any, asked: Sequence[str] = ()) -> Optional[list[int]]:
    """The rows of a classifier of tokens that mean "keep"; None where the model is none.

    Raises:
        PruningPackError: The labels do not say so, or have none of the names that were `asked` for.
    """
    if not type(model).__name__.endswith("ForTokenClassification"):
        return None
    names = [str(model.config.id2label[row]) for row in range(model.config.num_labels)]
    if asked:
        strange = [name for name in asked if name not in names]
        rows = [row for row, name in enumerate(names) if name in asked]
        if strange or len(rows) == len(names):
            raise PruningPackError(f"keep_label is {list(asked)}; expected some of the labels {names}")
        return rows
    is_of_two = len(names) == 2
    words = [name.lower() for name in names]
    if not is_of_two:
        words = [word[2:] if word.startswith(_SPANS) else word for word in words]
    kept = [row for row, word in enumerate(words) if word in _KEEP or (is_of_two and _NUMBERS.get(word) is True)]
    pruned = [row for row, word in enumerate(words) if word in _PRUNE or (is_of_two and _NUMBERS.get(word) is False)]
    if is_of_two and not kept and len(pruned) == 1:
        return [1 - pruned[0]]
    if (is_of_two and len(kept) == 1) or (len(names) > 2 and 0 < len(kept) < len(names)):
        return kept
    raise PruningPackError(
        f"The labels of encoder_model do not tell which of them means \"keep\": found {names}; "
        f"expected labels such as prune and keep, or keep_label"
    )


def _whole(value: Any) -> Parts:
    """The parts of a model that has its head."""
    if isinstance(value, (str, os.PathLike)):
        return Parts("from", None, Path(value), None)
    model = unwrapped(_module(value, "model"), "model")
    config = getattr(model, "config", None)
    if getattr(config, "model_type", None) in KNOWN_LAYOUTS and hasattr(model, "save_pretrained"):
        return Parts("from", model, None, None, whole=model)
    inner = getattr(model, "pruning_head", None)
    if inner is None:
        raise PruningPackError(
            f"model is a {type(model).__name__} and has no pruning head: expected a module pruning_head in it, "
            f"or give ranking_model or encoder_model with pruning_head"
        )
    for kind, attributes in (("ranking-model", _RANKING), ("encoder-model", _ENCODER)):
        for attribute in attributes:
            part = getattr(model, attribute, None)
            if part is not None and hasattr(part, "save_pretrained"):
                part = unwrapped(part, f"model.{attribute}")
                is_ranking = type(part).__name__.endswith("ForSequenceClassification")
                head = read_head(inner)
                _require_fit(part, head)
                return Parts("ranking-model" if is_ranking else kind, part, None, head, whole=model)
    raise PruningPackError(
        f"model is a {type(model).__name__}, and its encoder was not found: expected a model of transformers as "
        f"{', '.join(ENCODER_ATTRIBUTES)}; or give ranking_model or encoder_model with pruning_head"
    )


def _module(value: Any, argument: str) -> Any:
    import torch

    if not isinstance(value, torch.nn.Module) and not hasattr(value, "module"):
        raise PruningPackError(f"{argument} is a {type(value).__name__}; expected a model of transformers, or a path")
    return value


def _loaded(path: Path, argument: str) -> Any:
    """A checkpoint of transformers' own classes, in the type in which it is stored."""
    import transformers

    if not path.is_dir():
        raise PruningPackError(f"{argument}: {path} is not a directory; expected one that save_pretrained wrote")
    auto = transformers.AutoModelForSequenceClassification if argument == "ranking_model" else transformers.AutoModel
    try:
        config = transformers.AutoConfig.from_pretrained(path, trust_remote_code=False)
        classes = config.architectures or []
        if argument == "encoder_model" and any(name.endswith("ForTokenClassification") for name in classes):
            auto = transformers.AutoModelForTokenClassification
        return auto.from_pretrained(path, trust_remote_code=False, torch_dtype="auto")
    except Exception as error:
        raise PruningPackError(f"{argument}: {path} cannot be loaded: {error}") from error


def _require_fit(model: Any, head: Head) -> None:
    """Refuses a head of another width than the model's hidden states."""
    config = getattr(model, "config", None)
    width = getattr(config, "hidden_size", None)
    if width is not None and width != head.hidden_size:
        raise PruningPackError(
            f"pruning_head reads {head.hidden_size} features, and {type(model).__name__} has hidden states of {width}"
        )
