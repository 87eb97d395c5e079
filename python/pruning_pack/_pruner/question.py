"""What `process` is asked: the arguments of the modelling file's `process`, and the answers in the shape that it gives them."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional, Union

from pruning_pack._pruner.arguments import (
    PerformanceTrace,
    _as_batch_size,
    _as_top_k,
    _choose_splitter,
    _normalize_inputs,
    _normalize_titles,
    _place_sentences,
    _Stopwatch,
    check_limit,
    check_texts,
)
from pruning_pack._pruner.calls import Call

logger = logging.getLogger("pruning_pack")

# What a result that top_k has taken away leaves in its place.
_MISSING = {"pruned_context": "", "reranking_score": None, "compression_rate": 0.0, "title": None}

Splitter = Callable[[str], list[str]]


def checked_threshold(threshold: Any) -> Optional[float]:
    """The caller's threshold; None for the package's."""
    if threshold is None:
        return None
    if not hasattr(threshold, "__float__") or threshold != threshold:
        raise ValueError(f"threshold is {threshold!r}, not a number")
    # Probabilities are 0 to 1, and JSON has no infinity.
    return min(2.0, max(-1.0, float(threshold)))


class Question:
    """A call of `process`."""

    def __init__(
        self,
        question: Union[str, Sequence[str]],
        context: Union[str, Sequence[Any]],
        title: Union[None, str, Sequence[Any]] = "first_sentence",
        first_line_as_title: bool = False,
        *,
        batch_size: int = 32,
        threshold: Optional[float] = None,
        always_select_title: bool = False,
        reorder: bool = False,
        top_k: Optional[int] = None,
        sentence_splitter: Union[None, Splitter, Mapping[str, Splitter]] = None,
        language: Optional[str] = None,
        use_best_reranker_score: bool = True,
        zero_score_when_empty: bool = True,
        show_progress: bool = True,
        debug_messages: Union[bool, Callable[[str], None]] = False,
        enable_warnings: bool = True,
        strip_sentences: bool = False,
        respect_sentence_boundaries: bool = False,
        return_sentence_metrics: bool = False,
        return_sentence_texts: bool = False,
        show_inference_progress: Optional[bool] = None,
        preprocess_workers: Optional[int] = None,
        preprocess_batch_size: Optional[int] = None,
        torch_dataloader_kwargs: Optional[Mapping[str, Any]] = None,
        budget: Optional[int] = None,
        rate: Optional[float] = None,
        across: bool = False,
        keep: Union[None, str, Sequence[str]] = None,
        return_spans: bool = False,
        byte_offsets: bool = False,
    ):
        self._watch, self._trace = _Stopwatch(), PerformanceTrace()
        budget, rate = check_limit(threshold, budget, rate)
        self._options = {
            "threshold": checked_threshold(threshold),
            "batch_size": min(_as_batch_size(batch_size), 1 << 20),
            "keep": list(check_texts(keep)),
            "budget": None if budget is None else min(budget, 1 << 53),
            "rate": rate,
            "across": bool(across),
            "return_spans": bool(return_spans),
            "byte_offsets": bool(byte_offsets),
            "always_select_title": bool(always_select_title),
            "use_best_reranker_score": bool(use_best_reranker_score),
            "zero_score_when_empty": bool(zero_score_when_empty),
            "strip_sentences": bool(strip_sentences),
            "return_sentence_metrics": bool(return_sentence_metrics),
            "return_sentence_texts": bool(return_sentence_texts),
        }
        self._reorders = bool(reorder)
        self._top_k = _as_top_k(top_k)
        if not (isinstance(debug_messages, bool) or debug_messages is None or callable(debug_messages)):
            raise ValueError(f"debug_messages is {type(debug_messages).__name__}, not a bool or a function")
        self._debug = debug_messages
        questions, groups, self._unwrap = _normalize_inputs(question, context)
        whole = groups
        self._titles, groups, first_sentence_is_title = _normalize_titles(title, groups, first_line_as_title)
        split = _choose_splitter(sentence_splitter, language)
        self._trace.sentence_normalize_seconds = self._watch.lap()
        self._groups: list[list[dict[str, Any]]] = []
        for asked, group, titles in zip(questions, groups, self._titles):
            items = []
            for entry, lines in zip(group, titles):
                if split is not None and isinstance(entry, str):
                    entry = _place_sentences(entry, split(entry))
                item = {"query": asked, "context": entry}
                if lines or not first_sentence_is_title:
                    item["title"] = lines or None
                items.append(item)
            self._groups.append(items)
        # What of a context has become its title stands before the places that the command counts.
        self._before = [
            [_length(entry, byte_offsets) - _length(rest, byte_offsets) for entry, rest in zip(*pair)]
            for pair in (zip(whole, groups) if return_spans and first_line_as_title else ())
        ]
        self._trace.sentence_collect_seconds = self._watch.lap()

    def call(self) -> Call:
        """What is asked of the process."""
        if self._options["across"]:
            return Call("process", self._options, [{"passages": items} for items in self._groups])
        return Call("process", self._options, [item for items in self._groups for item in items])

    def result(self, call: Call) -> dict[str, Any]:
        """What `process` returns, made of the answers."""
        self._trace.inference_seconds = call.seconds.get("inference", 0.0)
        # What was not spent there went into the questions and answers on their way; a stream asks for them later.
        passed = call.answered - self._watch.last
        self._trace.assembly_seconds = max(0.0, passed - self._trace.inference_seconds)
        self._watch.lap()
        shared = self._options["across"]
        answers = iter([answer for group in call.answers for answer in group] if shared else call.answers)
        groups = []
        for number, titles in enumerate(self._titles):
            group = [{**_numbers(next(answers)), "title": _title(lines)} for lines in titles]
            for answer, before in zip(group, self._before[number] if self._before else ()):
                for span in answer["spans"]:
                    span["start"] += before
                    span["end"] += before
            if self._reorders:
                group.sort(key=lambda answer: (answer["is_score_zeroed"], -(answer["reranking_score"] or 0.0)))
                if self._top_k is not None:
                    del group[self._top_k :]
            groups.append(group)
        missing = dict(_MISSING)
        if self._options["return_sentence_texts"]:
            missing.update(kept_sentences=[], removed_sentences=[])
        if self._options["return_sentence_metrics"]:
            missing.update(sentence_probabilities=[])
        if self._options["return_spans"]:
            missing.update(spans=[])
        output = {
            name: self._unwrap([[answer[name] for answer in group] for group in groups], copy.copy(value))
            for name, value in missing.items()
        }
        self._trace.finish(postprocess_seconds=self._watch.lap())
        output["timing"] = self._trace.as_dict()
        output["performance_trace"] = self._trace
        if self._debug:
            report = self._debug if callable(self._debug) else logger.info
            report(f"process: {', '.join(f'{name} {value:.2f}' for name, value in output['timing'].items())}")
        return output


def check_names(method: str, options: Mapping[str, Any]) -> None:
    """TypeError where a method of `Pruner` has got an argument that `process` does not have."""
    for name in options:
        if name not in _OPTIONS:
            raise TypeError(f"Pruner.{method}() got an unexpected keyword argument {name!r}")


_OPTIONS = {"title", "first_line_as_title", *(Question.__init__.__kwdefaults__ or ())}


def _numbers(answer: dict[str, Any]) -> dict[str, Any]:
    """With numbers as the model has them: JSON has 1 for 1.0."""
    score = answer["reranking_score"]
    answer["reranking_score"] = None if score is None else float(score)
    answer["compression_rate"] = float(answer["compression_rate"])
    if "sentence_probabilities" in answer:
        answer["sentence_probabilities"] = [float(value) for value in answer["sentence_probabilities"]]
    for span in answer.get("spans", ()):
        span["probability"] = float(span["probability"])
    return answer


def _title(lines: list[str]) -> Any:
    """None, a title or several."""
    return None if not lines else lines[0] if len(lines) == 1 else lines


def _length(context: Any, in_bytes: bool) -> int:
    """Of a text, or its sentences: characters, or bytes of UTF-8."""
    text = "".join(context)
    return len(text.encode("utf-8")) if in_bytes else len(text)
