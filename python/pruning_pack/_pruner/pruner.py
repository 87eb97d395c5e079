"""`Pruner`: prunes and scores with a package, without torch."""

from __future__ import annotations

import os
import weakref
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Callable, Optional, Union

from pruning_pack._command import PathLike, command, option, positional
from pruning_pack._pruner import scoring, streaming
from pruning_pack._pruner.precision import checked_precision
from pruning_pack._pruner.calls import Call
from pruning_pack._pruner.datasets import DatasetMap
from pruning_pack._pruner.question import Question, Splitter, check_names
from pruning_pack._pruner.service import Service

# Seconds: a longer timeout is none.
_FOREVER = 1e9


def _arguments(path: str, threads: Optional[int], precision: str) -> list[str]:
    """The command line of the process."""
    return [command(), "serve", *option("threads", threads), *option("precision", precision), positional(path)]


class Pruner(DatasetMap):
    """A package that prunes and scores, without torch.

    ```python
    with pruning_pack.Pruner("my-pruner") as pruner:
        pruner.process("When was the bridge built?", [article, another])["pruned_context"]
    ```

    The package is open in a process of its own. Threads may ask at the same time, and what waits is computed together. If the
    process dies, the question that it died of fails, and another process answers the others. A process that was forked, or
    that a Pruner was pickled for, starts its own.

    What is wrong with an argument is a ValueError, whatever else goes wrong a PrunerError, which has a `code`.

    """

    def __init__(
        self,
        path: PathLike,
        *,
        threads: Optional[int] = None,
        timeout: Optional[float] = None,
        precision: str = "float32",
    ):
        """Opens a package.

        Args:
            path: The package's directory, or `hf://OWNER/NAME@REVISION`.
            threads: How many threads compute; by default all.
            timeout: How many seconds opening the package may take, and then one question, or 16 passages of one: what has
                neither ended nor failed by then fails, and the process is replaced. By default there is no limit.
            precision: What products are computed in: "float32", or "int8", which is faster and whose numbers differ a little.

        Raises:
            PrunerError: The package cannot be opened.
            ValueError: An argument is wrong.
        """
        path = os.fspath(path)
        if not isinstance(path, str):
            raise ValueError("path is not a text")
        if threads is not None and not (hasattr(threads, "__index__") and 1 <= threads <= 1024):
            raise ValueError(f"threads is {threads!r}, not a whole number from 1 to 1024")
        if timeout is not None and not (hasattr(timeout, "__float__") and timeout > 0):
            raise ValueError(f"timeout is {timeout!r}, not a number of seconds")
        precision = checked_precision(precision)
        self._settings = (path, threads, timeout, precision)
        limit = None if timeout is None or timeout >= _FOREVER else float(timeout)
        self._service = Service(partial(_arguments, path, threads, precision), limit)
        # Collected as garbage, it ends the process, too; at the end of the interpreter the service does.
        weakref.finalize(self, self._service.stop).atexit = False
        try:
            self._answer(Call("describe", {}, []))
        except BaseException:
            self.close()
            raise

    @property
    def path(self) -> str:
        """The package, as it was named."""
        return self._settings[0]

    @property
    def mode(self) -> str:
        """`reranking_pruning` or `pruning_only`."""
        return str(self._service.described["mode"])

    @property
    def precision(self) -> str:
        """`float32` or `int8`."""
        return self._settings[3]

    @property
    def threshold(self) -> float:
        """The package's own."""
        return float(self._service.described["threshold"])

    @property
    def max_length(self) -> int:
        """Tokens in a pass."""
        return int(self._service.described["max_length"])

    # Lifetime

    def close(self) -> None:
        """Ends the process. What is under way fails, and so does whatever is asked afterwards."""
        self._service.close()

    def __enter__(self) -> Pruner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> Any:
        path, threads, timeout, precision = self._settings
        return partial(Pruner, threads=threads, timeout=timeout, precision=precision), (path,)

    def __repr__(self) -> str:
        return f"Pruner({self._settings[0]!r})"

    # Pruning

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
    ) -> dict[str, Any]:
        """Takes out of contexts, sentence by sentence, what does not help to answer a question.

        Arguments, shapes and keys are those of `process` of the model in the package, and so are texts and numbers, but for
        rounding. There is no progress bar: `show_progress` and `show_inference_progress` are among the arguments that
        change nothing. In `timing`, `inference_seconds` is the process's time, splitting and tokenizing included (questions that were
        computed together have their shares), and `assembly_seconds` is what passed beside it.

        Args:
            question: A text, or a list of them.
            context: A text; a list of texts; of several questions a context for each, or a list of them. A list in place of
                a context is its sentences.
            title: A text for all contexts, or one for each; scored as the first sentence, and no part of the pruned text.
                "first_sentence": the context's own is what `always_select_title` keeps. None: there is none.
            first_line_as_title: Whether each context's first line is its title.
            batch_size: Passes that are computed together.
            threshold: A sentence is kept where its probability is above it; by default the package's.
            budget: In place of the threshold, a number of tokens of the context that may stay: whole sentences, from the highest
                probability down, in the order of the context.
            rate: The same as a share of the tokens, from 0 to 1.
            across: Whether `budget` and `rate` are for all contexts of a question together.
            keep: A text, or several: a sentence that contains one of them stays, whatever its probability.
            return_spans: Whether `spans` is there: `start` and `end` in the context, and `probability`, of each kept sentence.
            byte_offsets: Whether these are in bytes of UTF-8, not in characters.
            always_select_title: Whether the title is kept where any sentence is.
            reorder: Whether the best contexts come first, and those of which nothing is kept last.
            top_k: With `reorder`, only so many of them.
            sentence_splitter: A function from a text to its sentences, or one for each language.
            language: The key of that function.
            use_best_reranker_score: The score of the best pass; else that of the first.
            zero_score_when_empty: Whether the score is 0 where nothing but white space is kept.
            debug_messages: True to log the times, or a function that takes them.
            strip_sentences: Whether sentences lose the white space around them.
            return_sentence_metrics: Whether `sentence_probabilities` is there.
            return_sentence_texts: Whether `kept_sentences` and `removed_sentences` are there.
            show_progress, enable_warnings, respect_sentence_boundaries, show_inference_progress, preprocess_workers,
            preprocess_batch_size, torch_dataloader_kwargs: Change nothing.

        Returns:
            `pruned_context`, `reranking_score` (None in mode pruning_only), `compression_rate` (percent of the characters)
            and `title`, each in the shape of `context`; `timing` and `performance_trace`.

        Raises:
            ValueError: An argument is not as said here, or a question leaves no room in a pass.
            PrunerError: There is no answer; its `code` says why.
        """
        arguments = {name: value for name, value in locals().items() if name != "self"}
        asked = Question(**arguments)
        return asked.result(self._answer(asked.call()))

    async def aprocess(
        self,
        question: Union[str, Sequence[str]],
        context: Union[str, Sequence[Any]],
        title: Union[None, str, Sequence[Any]] = "first_sentence",
        first_line_as_title: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        """`process` for asyncio, with its arguments; many may be awaited at the same time."""
        check_names("aprocess", options)
        asked = Question(question, context, title, first_line_as_title, **options)
        return asked.result(await self._aanswer(asked.call()))

    def stream(
        self, items: Iterable[Any], *, window: int = 64, on_error: str = "stop", **options: Any
    ) -> Iterator[dict[str, Any]]:
        """Prunes whatever an iterable gives: what `process` returns for each item, in order.

        Args:
            items: (question, context), or mappings with `question` (or `query`), `context` (`document`, `documents`) and, where
                there is one, `title`, in place of the option; what else a mapping has comes back with its answer.
                While it waits for the next item it gives no answer; `astream` of an asynchronous iterable does.
            window: How many items are under way at most, and so how many are read ahead; with 4 MiB of text no more are.
            on_error: `stop` to raise what goes wrong with an item after the answers before it; `record` to give
                `{"error": {"code": ..., "message": ..., "line": ...}}` in its place, with the item's number from 1.
            **options: The arguments of `process` after `title`.
        """
        return streaming.run(items, streaming.Window("stream", self._ask, window, on_error, options))

    def astream(
        self, items: Any, *, window: int = 64, on_error: str = "stop", **options: Any
    ) -> AsyncIterator[dict[str, Any]]:
        """`stream` for asyncio, of an iterable or an asynchronous one."""
        return streaming.arun(items, streaming.Window("astream", self._ask, window, on_error, options))

    # Scoring

    def predict(self, pairs: Sequence[Any], batch_size: int = 32, show_progress_bar: Optional[bool] = None) -> Any:
        """The ranking scores of (query, passage) pairs, a list of numbers; of one pair, a number.

        They are those of sentence-transformers' CrossEncoder.predict and of the model's `predict`: passages are cut to the longest
        input. None for each in mode pruning_only.

        Raises:
            ValueError: An argument is wrong.
            PrunerError: There is no answer.
        """
        call, is_one = scoring.pairs_call(pairs, batch_size)
        scores = scoring.scores(self._answer(call))
        return scores[0] if is_one else scores

    async def apredict(self, pairs: Sequence[Any], batch_size: int = 32, show_progress_bar: Optional[bool] = None) -> Any:
        """`predict` for asyncio."""
        call, is_one = scoring.pairs_call(pairs, batch_size)
        scores = scoring.scores(await self._aanswer(call))
        return scores[0] if is_one else scores

    def rank(
        self,
        query: str,
        documents: Sequence[str],
        top_k: Optional[int] = None,
        return_documents: bool = False,
        batch_size: int = 32,
        show_progress_bar: Optional[bool] = None,
    ) -> list[dict[str, Any]]:
        """The documents from the best to the worst, as CrossEncoder.rank gives them: `corpus_id`, `score` and, with
        `return_documents`, `text`.

        Raises:
            ValueError: An argument is wrong, or the package has no score.
            PrunerError: There is no answer.
        """
        call = scoring.documents_call(self.mode, query, documents, batch_size)
        return scoring.ranked(self._answer(call), documents, top_k, return_documents)

    async def arank(
        self,
        query: str,
        documents: Sequence[str],
        top_k: Optional[int] = None,
        return_documents: bool = False,
        batch_size: int = 32,
        show_progress_bar: Optional[bool] = None,
    ) -> list[dict[str, Any]]:
        """`rank` for asyncio."""
        call = scoring.documents_call(self.mode, query, documents, batch_size)
        return scoring.ranked(await self._aanswer(call), documents, top_k, return_documents)

    rerank = rank
    arerank = arank

    # Answers

    def _ask(self, call: Call) -> None:
        """Has a call answered. Who keeps this keeps the Pruner, and with it the process."""
        self._service.ask(call)

    def _answer(self, call: Call) -> Call:
        """Waits until a call is answered."""
        self._service.ask(call)
        try:
            call.future.result()
        except BaseException:
            call.future.cancel()  # It was interrupted: nobody waits any more.
            raise
        return call

    async def _aanswer(self, call: Call) -> Call:
        import asyncio  # A tenth of a second, which only this needs.

        self._service.ask(call)
        await asyncio.wrap_future(call.future)
        return call
