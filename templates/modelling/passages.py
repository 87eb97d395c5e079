"""A passage on its way through `process`, and the blocks of tokens that it is scored in."""

from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

from .arguments import _place_sentences
from .sentence_tables import _WHITE

# ---- joined from here on ----


@dataclass
class _Passage:
    """A context on its way through `process`: its titles and sentences, then its tokens, then what they say."""

    question: str
    titles: List[str]
    sentences: List[str]
    offsets: List[Tuple[int, int]] = field(default_factory=list)
    counts: List[int] = field(default_factory=list)  # tokens of each title and sentence
    probabilities: List[float] = field(default_factory=list)  # of the tokens
    scores: List[Optional[float]] = field(default_factory=list)  # of the blocks
    of_pieces: List[float] = field(default_factory=list)  # the probability of each title and sentence
    keeps: List[bool] = field(default_factory=list)  # whether it stays

    @classmethod
    def make(cls, question: str, context: Any, titles: List[str], split: Callable[[str], List[str]]) -> "_Passage":
        """Of a context that is a text, which is split, or its sentences, which are taken as they are."""
        if not isinstance(context, str):
            return cls(question, titles, context)
        return cls(question, titles, _place_sentences(context, split(context)))

    @property
    def text(self) -> str:
        """What is tokenized beside the question: the titles, then the sentences."""
        return "".join(self.titles + self.sentences)

    def count_tokens(self):
        """A token belongs to the sentence of its first character that is not white space."""
        text, pieces = self.text, self.titles + self.sentences
        self.counts = [0] * len(pieces)
        number, end = 0, len(pieces[0]) if pieces else 0
        for start, stop in self.offsets:
            while start + 1 < stop and text[start] in _WHITE:
                start += 1
            while start >= end and number + 1 < len(pieces):
                number += 1
                end += len(pieces[number])
            self.counts[number] += 1

    def score(self, takes_best: bool) -> Optional[float]:
        """The ranking score: of the best block, or of the first. None in mode pruning_only."""
        if self.scores[0] is None:
            return None
        return max(self.scores) if takes_best else self.scores[0]

    def sentence_probabilities(self, aggregation: str) -> List[float]:
        """One for each title and sentence. What has no token goes with the sentence before it."""
        means: List[Optional[float]] = []
        start = 0
        for count in self.counts:
            values = self.probabilities[start : start + count]
            start += count
            if not values:
                means.append(means[-1] if means else None)
            elif aggregation == "majority":
                # Above a threshold exactly if more than half of the tokens are.
                means.append(sorted(values, reverse=True)[count // 2])
            else:
                means.append(sum(values) / count)
        first = next((mean for mean in means if mean is not None), 0.0)
        return [first if mean is None else mean for mean in means]

    def keep(self, pieces: Iterable[int]):
        """Marks titles and sentences as kept."""
        for piece in pieces:
            self.keeps[piece] = True

    def keep_tokenless(self):
        """What has no token goes with the one before it, or at the beginning with the first that has some."""
        last = next((piece for piece, count in enumerate(self.counts) if count > 0), None)
        for piece, count in enumerate(self.counts):
            last = piece if count > 0 else last
            self.keeps[piece] = self.keeps[piece] or (last is not None and self.keeps[last])

    def result(self, takes_best: bool, zero_when_empty: bool, strips: bool) -> Dict[str, Any]:
        """What `process` returns for this passage, by key; `rank` besides, by which passages are put in order."""
        pieces = list(zip(self.titles + self.sentences, self.keeps, self.of_pieces))
        if strips:
            pieces = [(text.strip(_WHITE), keep, p) for text, keep, p in pieces if text.strip(_WHITE)]
        titles = sum(1 for title in self.titles if not strips or title.strip(_WHITE))
        pruned = "".join(text for text, keep, _ in pieces[titles:] if keep)
        length = sum(map(len, self.sentences))
        score = self.score(takes_best)
        # Scores that are no probabilities may be below 0, and are still better than none.
        is_zeroed = score is not None and zero_when_empty and not pruned.strip(_WHITE)
        if is_zeroed:
            score = 0.0
        return {
            "rank": (is_zeroed, -(score or 0.0)),
            "pruned_context": pruned,
            "reranking_score": score,
            "compression_rate": (length - len(pruned)) / max(length, 1) * 100,
            "title": None if not self.titles else self.titles[0] if len(self.titles) == 1 else self.titles,
            "kept_sentences": [text for text, keep, _ in pieces if keep],
            "removed_sentences": [text for text, keep, _ in pieces if not keep],
            "sentence_probabilities": [probability for _, _, probability in pieces],
        }

    def spans(self, before: str, strips: bool, in_bytes: bool) -> List[Dict[str, Any]]:
        """Where the kept sentences begin and end in the context, with their probabilities. `before` is what of the
        context has become the title."""

        def measure(text: str) -> int:
            """Its length, in characters or in bytes of UTF-8."""
            return len(text.encode("utf-8")) if in_bytes else len(text)

        spans, start = [], measure(before)
        first = len(self.titles)
        for text, keeps, probability in zip(self.sentences, self.keeps[first:], self.of_pieces[first:]):
            end = start + measure(text)
            shown = text.strip(_WHITE) if strips else text
            if keeps and (shown or not strips):
                begin = end - measure(text.lstrip(_WHITE)) if strips else start
                spans.append({"start": begin, "end": begin + measure(shown), "probability": probability})
            start = end
        return spans


@dataclass
class PruningEncoderRawPrediction:
    """What the model says of contexts that were read as one passage.

    ranking_score: the best pass's; None in mode pruning_only.
    pruning_probs: the keep probability of each token of the passage, an array.
    context_ranges: for each context where its tokens begin and end in pruning_probs.
    """

    query: str
    contexts: List[str]
    ranking_score: Optional[float]
    pruning_probs: Any
    context_ranges: List[Tuple[int, int]]


def _pack_blocks(counts: List[int], room: int) -> List[Tuple[int, int]]:
    """Token ranges of at most `room` tokens, each of as many whole sentences as fit. A sentence that is longer is
    divided into the fewest equal parts. `counts` are the sentences' tokens; without any there is one empty block."""
    blocks, start, end, sentence = [], 0, 0, 0
    for count in counts:
        parts = max(1, -(-count // room))
        for part in range(1, parts + 1):
            after = sentence + count * part // parts
            if after - start > room:
                blocks.append((start, end))
                start = end
            end = after
        sentence += count
    return blocks + [(start, end)]
