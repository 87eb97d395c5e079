"""Which sentences of the passages of one question stay."""

import math
from dataclasses import dataclass
from typing import Any, List, Optional, Tuple

from .arguments import _as_text, _is_list
from .passages import _Passage
from .sentence_tables import _WHITE

# ---- joined from here on ----


@dataclass
class _Choice:
    """Which sentences stay: those above the threshold, or, within a limit, whole ones from the highest probability
    down. docs/pruning.md of pruning-pack has the rule."""

    threshold: float
    budget: Optional[int] = None  # tokens
    rate: Optional[float] = None  # a share of the tokens
    across: bool = False  # one limit for all passages of a question
    texts: Tuple[str, ...] = ()  # a sentence that has one of them stays
    keeps_title: bool = False
    first_sentence_is_title: bool = False

    @staticmethod
    def check_limit(threshold: Any, budget: Any, rate: Any) -> Tuple[Optional[int], Optional[float]]:
        """The budget and the rate; ValueError where they are none, or more is given than one of the three."""
        if sum(value is not None for value in (threshold, budget, rate)) > 1:
            raise ValueError("at most one of threshold, budget and rate can be given")
        if budget is not None and (not hasattr(budget, "__index__") or int(budget) < 0):
            raise ValueError(f"budget is {budget!r}, not a number of tokens")
        if rate is not None and (not hasattr(rate, "__float__") or not 0 <= rate <= 1):
            raise ValueError(f"rate is {rate!r}, not a number from 0 to 1")
        return None if budget is None else int(budget), None if rate is None else float(rate)

    @staticmethod
    def check_texts(keep: Any) -> Tuple[str, ...]:
        """The texts of `keep`, one or a list."""
        given = () if keep is None else keep if _is_list(keep) else (keep,)
        texts = tuple(_as_text("a text of keep", each) for each in given)
        if "" in texts:
            raise ValueError("keep has an empty text, which every sentence contains")
        return texts

    def choose(self, passages: List["_Passage"], aggregation: str):
        """Gives each passage of one question the probabilities of its titles and sentences, and which of them stay."""
        for passage in passages:
            passage.of_pieces = passage.sentence_probabilities(aggregation)
            pieces = passage.titles + passage.sentences
            passage.keeps = [any(text in piece for text in self.texts) for piece in pieces]
            passage.keep_tokenless()
        if self.budget is None and self.rate is None:
            for passage in passages:
                above = [probability > self.threshold for probability in passage.of_pieces]
                passage.keeps = [one or other for one, other in zip(passage.keeps, above)]
                if any(passage.keeps):
                    passage.keep(self._titles_that_stay(passage))
            return
        for group in [passages] if self.across else [[passage] for passage in passages]:
            self._fill(group)

    def _fill(self, passages: List["_Passage"]):
        """Keeps whole sentences of the passages together, as many tokens as the limit allows."""
        costs = [[0] * len(each.titles) + each.counts[len(each.titles) :] for each in passages]
        rest = math.floor(self.rate * sum(map(sum, costs))) if self.budget is None else self.budget
        titles = [self._titles_that_stay(passage) for passage in passages]
        stays = [[piece for piece, kept in enumerate(passage.keeps) if kept] for passage in passages]
        candidates = [(number, piece, True) for number, pieces in enumerate(stays) for piece in pieces]
        others = [
            (-math.floor(probability * 1e6), number, piece)  # what differs less is a matter of rounding
            for number, passage in enumerate(passages)
            for piece, (probability, count) in enumerate(zip(passage.of_pieces, passage.counts))
            if piece >= len(passage.titles) and count > 0 and not passage.keeps[piece] and probability == probability
        ]
        candidates += [(number, piece, False) for _, number, piece in sorted(others)]
        for number, piece, must_stay in candidates:
            passage = passages[number]
            if passage.keeps[piece] and not must_stay:
                continue
            # The first sentence of a passage brings the title.
            pieces = [piece] + [each for each in titles[number] if each != piece and not passage.keeps[each]]
            cost = sum(costs[number][each] for each in pieces)
            if must_stay or cost <= rest:
                rest -= cost
                passage.keep(pieces)
                titles[number] = []
        for passage in passages:
            if any(passage.keeps):
                passage.keep(range(len(passage.titles)))
            passage.keep_tokenless()

    def _titles_that_stay(self, passage: "_Passage") -> List[int]:
        """The places of the titles that stay where anything does."""
        if not self.keeps_title:
            return []
        if passage.titles or not self.first_sentence_is_title:
            return list(range(len(passage.titles)))
        return [number for number, text in enumerate(passage.sentences) if text.strip(_WHITE)][:1]
