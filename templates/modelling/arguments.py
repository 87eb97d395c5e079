"""What callers pass to `process`, `predict` and `predict_with_pruning`: checked, and brought into one shape."""

import copy
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple, Union

from .sentence_patterns import _is_line_end, _white_run
from .sentence_tables import _WHITE
from .sentences import split_sentences

# ---- joined from here on ----


# What callers pass to process, predict and predict_with_pruning: checked, and brought into one shape.


def _is_list(value: Any) -> bool:
    """Whether callers may pass it for a list: a tuple is one, a text is none, nor is an array."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def _as_text(name: str, value: Any) -> str:
    """The value, if it is a text that can be tokenized."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {type(value).__name__}, not a text")
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(f"{name} is not Unicode: half of a surrogate pair at character {error.start}") from None
    return value


def _as_batch_size(value: Any) -> int:
    """The rows of a pass, 1 at least; ValueError where it is no whole number."""
    if not hasattr(value, "__index__"):  # as whole numbers have it, NumPy's too
        raise ValueError(f"batch_size is {value!r}, not a whole number")
    return max(1, int(value))


def _as_top_k(value: Any) -> Optional[int]:
    """How many results stay; None for all. ValueError where it is no whole number."""
    try:
        return None if value is None else max(0, int(value))
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"top_k is {value!r}, not a whole number") from None


def _as_context(value: Any) -> Union[str, List[str]]:
    """A text, or the sentences of one."""
    return [_as_text("a sentence", each) for each in value] if _is_list(value) else _as_text("a context", value)


def _normalize_pairs(pairs: Any) -> Tuple[List[Tuple[str, str]], bool]:
    """(query, passage) pairs, and whether it was one pair and no list of them."""
    is_one = _is_list(pairs) and len(pairs) == 2 and all(isinstance(text, str) for text in pairs)
    pairs = [pairs] if is_one else pairs
    if not _is_list(pairs) or not all(_is_list(pair) and len(pair) == 2 for pair in pairs):
        raise ValueError("pairs is a list of (query, passage), or one such pair")
    return [(_as_text("a query", query), _as_text("a passage", passage)) for query, passage in pairs], is_one


def _normalize_inputs(question, context) -> Tuple[List[str], List[List[Any]], Callable[[list, Any], Any]]:
    """Questions, the contexts of each, and what brings results back into the shape of `context`: it takes, beside
    the results of each question, what stands for one that reordering has taken away."""
    if not isinstance(question, str) and not _is_list(question):
        raise ValueError(f"question is {type(question).__name__}, not a text or a list of texts")
    questions = [_as_text("a question", each) for each in ([question] if isinstance(question, str) else question)]
    if isinstance(context, str):
        if len(questions) != 1:
            raise ValueError(f"one context for {len(questions)} questions: pass a list of contexts")
        return questions, [[_as_context(context)]], lambda groups, missing: [*groups[0], missing][0]
    if not _is_list(context):
        raise ValueError(f"context is {type(context).__name__}, not a text or a list")
    if len(questions) == 1:
        return questions, [[_as_context(entry) for entry in context]], lambda groups, missing: groups[0]
    if len(context) != len(questions):
        raise ValueError(f"{len(context)} contexts for {len(questions)} questions")
    if not any(_is_list(entry) for entry in context):
        groups = [[_as_context(entry)] for entry in context]
        return questions, groups, lambda groups, missing: [[*group, copy.copy(missing)][0] for group in groups]
    if not all(_is_list(entry) for entry in context):
        raise ValueError("of several questions each has a context, or each a list of contexts")
    return questions, [[_as_context(entry) for entry in group] for group in context], lambda groups, missing: groups


def _normalize_titles(title, groups: list, first_line_as_title: bool) -> Tuple[list, list, bool]:
    """The titles of each context of each question; the contexts, without the lines that have become titles; and
    whether a context's first sentence is its title."""
    is_first_sentence = isinstance(title, str) and title == "first_sentence"
    if first_line_as_title:
        if title is not None and not is_first_sentence:
            raise ValueError("first_line_as_title takes the titles from the contexts: leave `title` out")
        divided = [[_divide_first_line(context) for context in group] for group in groups]
        titles = [[_as_titles(first) for first, _ in group] for group in divided]
        return titles, [[rest for _, rest in group] for group in divided], False
    if title is None or isinstance(title, str):
        text = None if is_first_sentence else title
        return [[_as_titles(text) for _ in group] for group in groups], groups, is_first_sentence
    if not _is_list(title):
        raise ValueError(f"title is {type(title).__name__}, not a text or a list")
    titles = list(title)
    if len(groups) == 1:
        # A list in a list has a title for each context, or, where there are more or fewer, the titles of one context.
        is_nested = len(titles) == 1 and _is_list(titles[0]) and len(titles[0]) == len(groups[0])
        titles = titles if is_nested else [titles]
    elif len(titles) == len(groups):
        titles = [list(each) if _is_list(each) else [each] * len(group) for each, group in zip(titles, groups)]
    if [len(each) for each in titles] != [len(group) for group in groups]:
        raise ValueError("there must be a title for each context, or one for each question")
    return [[_as_titles(each) for each in group] for group in titles], groups, False


def _as_titles(title: Any) -> List[str]:
    """The lines that a title adds in front of its context."""
    lines = [_as_text("a title", each) for each in (title if _is_list(title) else [title]) if each is not None]
    return [line.strip(_WHITE) + "\n" for line in lines if line.strip(_WHITE)]


def _divide_first_line(context: Any) -> Tuple[str, Any]:
    """The first line, or sentence, that is not empty, and what follows it."""
    if not isinstance(context, str):
        first = next((n for n, sentence in enumerate(context) if sentence.strip(_WHITE)), None)
        return ("", context) if first is None else (context[first], context[first + 1 :])
    start = _white_run.match(context).end()
    if start == len(context):
        return "", context
    end = _is_line_end.search(context, start)
    if end is None:
        return context[start:], ""
    return context[start : end.start()], context[end.start() + (2 if context.startswith("\r\n", end.start()) else 1) :]


def _choose_splitter(splitter, language: Optional[str]) -> Callable[[str], List[str]]:
    """The function that splits a text: the caller's, the one for the language, or split_sentences."""
    if splitter is None:
        return split_sentences
    if isinstance(splitter, Mapping):
        if language not in splitter:
            raise ValueError(f"sentence_splitter has no entry for the language {language!r}")
        splitter = splitter[language]
    if not callable(splitter):
        raise ValueError(f"sentence_splitter is {type(splitter).__name__}, not a function from a text to sentences")
    return splitter


def _place_sentences(text: str, sentences: Sequence[str]) -> List[str]:
    """The sentences as slices of the text that are the text when they are put together: what a splitter leaves out
    between two sentences, white space as a rule, goes with the first."""
    starts, at = [], 0
    for sentence in sentences:
        found = text.find(_as_text("a sentence of sentence_splitter", sentence), at)
        if found < 0:
            raise ValueError(f"sentence_splitter gave a sentence that the text does not have: {sentence[:80]!r}")
        if sentence:
            starts.append(found)
            at = found + len(sentence)
    ends = starts[1:] + [len(text)]
    return [text[start:end] for start, end in zip([0] + starts[1:], ends)] if text else []
