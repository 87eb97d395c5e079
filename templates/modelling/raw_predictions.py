"""The model, continued: what it says of the contexts of one query before anything is decided."""

import itertools
from typing import Any, Dict, List, Optional, Sequence, Union

import torch

from .arguments import _as_batch_size, _as_text, _is_list
from .passages import PruningEncoderRawPrediction, _Passage
from .performance import PerformanceTrace
from .processing import PruningEncoderPreTrainedModel


class PruningEncoderPreTrainedModel(PruningEncoderPreTrainedModel):
    """Continued: raw predictions."""

    # ---- joined from here on ----

    def get_raw_predictions(self, query: str, contexts: Sequence[str]) -> "PruningEncoderRawPrediction":
        """The keep probability of each token of contexts that are read as one passage, in their order."""
        return self.get_raw_predictions_batch(query, [contexts])[0]

    def get_raw_predictions_batch(
        self,
        query: Union[str, Sequence[str]],
        contexts_batch: Sequence[Sequence[str]],
        batch_size: Optional[int] = None,
    ) -> List["PruningEncoderRawPrediction"]:
        """As get_raw_predictions, of several lists of contexts: for one query, or with a query each."""
        if not _is_list(contexts_batch) or not all(_is_list(contexts) for contexts in contexts_batch):
            raise ValueError("contexts is a list of texts, and contexts_batch a list of such lists")
        queries = list(query) if _is_list(query) else [query] * len(contexts_batch)
        if len(queries) != len(contexts_batch):
            raise ValueError(f"{len(queries)} queries for {len(contexts_batch)} lists of contexts")
        passages = [
            _Passage(_as_text("a query", asked), [], [_as_text("a context", text) for text in contexts])
            for asked, contexts in zip(queries, contexts_batch)
        ]
        size = 32 if batch_size is None else _as_batch_size(batch_size)
        self._score_passages(passages, size, False, PerformanceTrace())
        results = []
        for passage in passages:
            ends = list(itertools.accumulate(passage.counts))
            results.append(
                PruningEncoderRawPrediction(
                    query=passage.question,
                    contexts=passage.sentences,
                    ranking_score=passage.score(takes_best=True),
                    pruning_probs=torch.tensor(passage.probabilities).numpy(),
                    context_ranges=list(zip([0] + ends, ends)),
                )
            )
        return results

    def predict_with_thresholds(
        self, query: str, contexts: Sequence[str], thresholds: Sequence[float], *, use_majority: bool = False
    ) -> Dict[str, Any]:
        """What get_raw_predictions gives, as a dict, and `predictions`: for each threshold 1 for each context that is
        kept, 0 for the others. Kept is what has a mean above the threshold; with `use_majority`, what has at least
        half of its tokens above it. A context without tokens is kept."""
        raw = self.get_raw_predictions(query, contexts)
        predictions = {}
        for threshold in thresholds:
            limit, kept = self._threshold(threshold), []
            for start, end in raw.context_ranges:
                values = raw.pruning_probs[start:end].tolist()
                if use_majority:
                    kept.append(int(2 * sum(value > limit for value in values) >= len(values)))
                else:
                    kept.append(int(not values or sum(values) / len(values) > limit))
            predictions[threshold] = kept
        return {
            "query": raw.query,
            "contexts": raw.contexts,
            "ranking_score": raw.ranking_score,
            "predictions": predictions,
            "context_ranges": raw.context_ranges,
            "pruning_probs": raw.pruning_probs,
        }
