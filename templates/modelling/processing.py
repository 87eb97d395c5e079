"""The model, continued: `process`, which takes out of long documents what does not help."""

from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Union

from .arguments import _as_batch_size, _as_top_k, _choose_splitter, _normalize_inputs, _normalize_titles
from .beginning import logger
from .choosing import _Choice
from .passages import _Passage
from .performance import PerformanceTrace, _Stopwatch
from .scoring import PruningEncoderPreTrainedModel


class PruningEncoderPreTrainedModel(PruningEncoderPreTrainedModel):
    """Continued: pruning, sentence by sentence."""

    # ---- joined from here on ----

    def process(
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
        sentence_splitter: Union[None, Callable[[str], List[str]], Mapping[str, Callable[[str], List[str]]]] = None,
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
    ) -> Dict[str, Any]:
        """Takes out of contexts, sentence by sentence, what does not help to answer a question. Contexts may be of
        any length: what one pass cannot hold is read in several, and every token is scored.

        question, context: a text and a text; a text and a list of texts; lists of the same length; or a list and
            a list of lists, one for each question. A list in place of a context is its sentences.
        title: a text for all contexts, or one for each; it is scored as the first sentence, but is no part of
            pruned_context. With "first_sentence" the context's own first sentence is what always_select_title
            keeps; with None there is no title.
        first_line_as_title: takes each context's first line for its title.
        threshold: a sentence is kept where its probability is above it; by default the package's own.
        budget, rate: in place of the threshold, a number of tokens of the context that may stay, or their share from
            0 to 1: whole sentences from the highest probability down, in the order of the context. A sentence that
            does not fit is left out, and the next ones are tried.
        across: budget and rate are for all contexts of a question together.
        keep: a text, or several: a sentence that contains one of them stays, whatever its probability.
        always_select_title: keeps the title where any sentence is kept.
        reorder, top_k: the best contexts first, those of which nothing is kept last, and only so many of them.
        sentence_splitter: a function from a text to its sentences, or one for each language.
        language: the key of that function. The file's own splitter needs none.
        use_best_reranker_score: the score of the best pass; else that of the first.
        zero_score_when_empty: the score is 0 where nothing but white space is kept.
        strip_sentences: sentences without the white space around them, also in pruned_context.
        debug_messages: True to log the times, or a function that takes them.
        enable_warnings, respect_sentence_boundaries, preprocess_workers, preprocess_batch_size and
        torch_dataloader_kwargs are accepted because callers of OpenProvence pass them. They change nothing: there
        is one process, and no sentence that fits into a pass is divided.

        Returns pruned_context, reranking_score (None in mode pruning_only), compression_rate (percent of the
        characters), title, each in the shape of `context`; timing, in seconds, and the same as performance_trace;
        with return_sentence_texts kept_sentences and removed_sentences; with return_sentence_metrics
        sentence_probabilities; with return_spans spans, a list with start and end in the context and probability of
        each kept sentence, in characters, or with byte_offsets in bytes of UTF-8.

        Raises ValueError where an argument is not as said here, or a question leaves no room in a pass.
        """
        watch, trace = _Stopwatch(), PerformanceTrace()
        budget, rate = _Choice.check_limit(threshold, budget, rate)
        threshold, batch_size, keep = self._threshold(threshold), _as_batch_size(batch_size), _Choice.check_texts(keep)
        top_k = _as_top_k(top_k)
        if not (isinstance(debug_messages, bool) or debug_messages is None or callable(debug_messages)):
            raise ValueError(f"debug_messages is {type(debug_messages).__name__}, not a bool or a function")
        questions, groups, unwrap = _normalize_inputs(question, context)
        whole = groups
        titles, groups, first_sentence_is_title = _normalize_titles(title, groups, first_line_as_title)
        choice = _Choice(threshold, budget, rate, across, keep, always_select_title, first_sentence_is_title)
        split = _choose_splitter(sentence_splitter, language)
        trace.sentence_normalize_seconds = watch.lap()
        passages = [
            [_Passage.make(asked, entry, heading, split) for entry, heading in zip(*group)]
            for asked, *group in zip(questions, groups, titles)
        ]
        trace.sentence_collect_seconds = watch.lap()
        progress = show_progress if show_inference_progress is None else show_inference_progress
        self._score_passages([passage for group in passages for passage in group], batch_size, progress, trace)
        watch.lap()

        results = []
        for group, contexts in zip(passages, whole):
            choice.choose(group, self.config.pruning_aggregation)
            made = [each.result(use_best_reranker_score, zero_score_when_empty, strip_sentences) for each in group]
            results.append(made)
            for passage, entry, result in zip(group, contexts, made) if return_spans else ():
                # Without what has become the title, the sentences are the context's end.
                text = "".join(entry)
                before = text[: len(text) - sum(map(len, passage.sentences))]
                result["spans"] = passage.spans(before, strip_sentences, byte_offsets)
        if reorder:
            for group in results:
                group.sort(key=lambda result: result["rank"])
                if top_k is not None:
                    del group[top_k:]
        missing = {"pruned_context": "", "reranking_score": None, "compression_rate": 0.0, "title": None}
        missing.update(dict(kept_sentences=[], removed_sentences=[]) if return_sentence_texts else {})
        missing.update(dict(sentence_probabilities=[]) if return_sentence_metrics else {})
        missing.update(dict(spans=[]) if return_spans else {})
        output = {
            name: unwrap([[result[name] for result in group] for group in results], value)
            for name, value in missing.items()
        }
        trace.finish(postprocess_seconds=watch.lap())
        output["timing"] = trace.as_dict()
        output["performance_trace"] = trace
        if debug_messages:
            report = debug_messages if callable(debug_messages) else logger.info
            report(f"process: {', '.join(f'{name} {value:.2f}' for name, value in output['timing'].items())}")
        return output
