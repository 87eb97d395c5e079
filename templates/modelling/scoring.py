"""The model, continued: scores of pairs, and keep probabilities of passages of any length."""

from typing import Any, Dict, List, Optional, Sequence, Union

import torch
from transformers import AutoTokenizer
from transformers.utils import logging

from .arguments import _as_batch_size, _normalize_pairs
from .model import PruningEncoderPreTrainedModel
from .package import RERANKING_PRUNING
from .passages import _pack_blocks, _Passage
from .performance import PerformanceTrace, _Stopwatch


class PruningEncoderPreTrainedModel(PruningEncoderPreTrainedModel):
    """Continued: scores and keep probabilities."""

    # ---- joined from here on ----

    # Pruning. docs/pruning.md of pruning-pack is the specification; its command does the same.

    @property
    def tokenizer(self):
        """The package's tokenizer, from where the model was loaded. None for a model that was not loaded: set it."""
        if self._tokenizer is None and self._origin is not None:
            origin, subfolder, hub = self._origin
            self._tokenizer = AutoTokenizer.from_pretrained(origin, config=self.config, subfolder=subfolder, **hub)
        return self._tokenizer

    @tokenizer.setter
    def tokenizer(self, tokenizer):
        """Takes a fast tokenizer: only those give offsets."""
        self._tokenizer = tokenizer

    def predict(self, pairs: Sequence[Any], batch_size: int = 32, show_progress: bool = False):
        """The ranking scores of (query, passage) pairs, cut to the longest input as CrossEncoder does; one pair gives
        one score. None for each in mode pruning_only."""
        batch_size = _as_batch_size(batch_size)
        pairs, is_one = _normalize_pairs(pairs)
        scores: list = [None] * len(pairs)
        if self.mode == RERANKING_PRUNING and pairs:
            encoded = self._loaded_tokenizer()(
                [query for query, _ in pairs],
                [passage for _, passage in pairs],
                truncation="longest_first",
                max_length=self.config.max_input_length,
            )
            rows = [{name: encoded[name][row] for name in encoded.keys()} for row in range(len(pairs))]
            scores = [score for score, _ in self._run_rows(rows, batch_size, show_progress)]
        return scores[0] if is_one else scores

    def predict_with_pruning(
        self,
        pairs: Sequence[Any],
        batch_size: int = 32,
        threshold: Optional[float] = None,
        show_progress: bool = False,
    ) -> Union[Dict[str, Any], List[Dict[str, Any]]]:
        """For each (query, passage) pair the tokens of the passage, all of them, however long it is: `offsets`
        ([start, end) in its characters), `keep_probabilities`, `pruning_mask` (True where the probability is above
        the threshold), and the best pass's `ranking_score` (None in mode pruning_only). One pair gives one of these."""
        threshold, batch_size = self._threshold(threshold), _as_batch_size(batch_size)
        pairs, is_one = _normalize_pairs(pairs)
        passages = [_Passage(query, [], [passage] if passage else []) for query, passage in pairs]
        self._score_passages(passages, batch_size, show_progress, PerformanceTrace())
        predictions = [
            {
                "ranking_score": passage.score(takes_best=True),
                "offsets": passage.offsets,
                "keep_probabilities": passage.probabilities,
                "pruning_mask": [probability > threshold for probability in passage.probabilities],
            }
            for passage in passages
        ]
        return predictions[0] if is_one else predictions

    def _loaded_tokenizer(self):
        """The tokenizer, or a ValueError that says how to come by one."""
        if self.tokenizer is None:
            raise ValueError("this model was not loaded from a package: set model.tokenizer")
        return self.tokenizer

    def _threshold(self, threshold: Optional[float]) -> float:
        """The caller's threshold, or the package's where there is none."""
        if threshold is None:
            return self.config.pruning_threshold
        if not hasattr(threshold, "__float__") or threshold != threshold:
            raise ValueError(f"threshold is {threshold!r}, not a number")
        return float(threshold)

    def _score_passages(
        self, passages: List["_Passage"], batch_size: int, show_progress: bool, trace: "PerformanceTrace"
    ):
        """Gives every passage the keep probabilities of its tokens and the scores of its blocks."""
        rows, owners, tokenizer = [], [], self._loaded_tokenizer()
        watch = _Stopwatch()
        for passage in passages:
            passage.probabilities, passage.scores = [], []
        for start in range(0, len(passages), 64):
            chunk = passages[start : start + 64]
            encoded = tokenizer(
                [passage.question for passage in chunk],
                [passage.text for passage in chunk],
                truncation=False,
                return_offsets_mapping=True,
                verbose=False,
            )
            trace.tokenize_seconds += watch.lap()
            names = [name for name in encoded.keys() if name != "offset_mapping"]
            for number, passage in enumerate(chunk):
                # The passage's tokens are those of sequence 1; whatever stands around them goes into every block.
                places = [place for place, sequence in enumerate(encoded.sequence_ids(number)) if sequence == 1]
                columns = {name: encoded[name][number] for name in names}
                length = len(columns["input_ids"])
                first, last = (places[0], places[-1] + 1) if places else (length, length)
                room = self.config.max_input_length - (length - (last - first))
                if room < 1:
                    raise ValueError(
                        f"the query leaves no room for the passage: with the special tokens it has "
                        f"{length - (last - first)} tokens of {self.config.max_input_length}: "
                        f"{passage.question[:80]!r}"
                    )
                passage.offsets = encoded["offset_mapping"][number][first:last]
                passage.count_tokens()
                blocks = _pack_blocks(passage.counts, room)
                trace.fragment_split_seconds += watch.lap()
                for begin, end in blocks:
                    rows.append(
                        {
                            name: column[:first] + column[first + begin : first + end] + column[last:]
                            for name, column in columns.items()
                        }
                    )
                    owners.append((passage, first, end - begin))
                trace.assembly_seconds += watch.lap()
        results = self._run_rows(rows, batch_size, show_progress)
        trace.inference_seconds += watch.lap()
        for (passage, first, count), (score, probabilities) in zip(owners, results):
            passage.scores.append(score)
            passage.probabilities += probabilities[first : first + count]

    def _run_rows(self, rows: List[Dict[str, List[int]]], batch_size: int, show_progress: bool) -> list:
        """(ranking score or None, keep probabilities of the tokens) of each row, in the rows' order."""
        order = sorted(range(len(rows)), key=lambda row: -len(rows[row]["input_ids"]))
        results: list = [None] * len(rows)
        padding = {"input_ids": self._loaded_tokenizer().pad_token_id or 0}
        in_training = [module for module in self.modules() if module.training]
        self.eval()
        try:
            for start in logging.tqdm(range(0, len(order), batch_size), desc="Pruning", disable=not show_progress):
                numbers = order[start : start + batch_size]
                longest = len(rows[numbers[0]]["input_ids"])
                inputs = {
                    name: torch.tensor(
                        [rows[n][name] + [padding.get(name, 0)] * (longest - len(rows[n][name])) for n in numbers]
                    )
                    for name in rows[numbers[0]]
                }
                with torch.inference_mode():
                    output = self(**inputs, return_dict=True)
                    keep = self.keep_probabilities(output.pruning_logits).tolist()
                    scores = [None] * len(numbers)
                    if self.mode == RERANKING_PRUNING:
                        values = self.ranking_scores(output.logits)
                        scores = (values if values.ndim == 1 else values[:, -1]).tolist()
                for number, score, probabilities in zip(numbers, scores, keep):
                    results[number] = (score, probabilities[: len(rows[number]["input_ids"])])
        finally:
            for module in in_training:  # one by one: some layers may have been put into evaluation on purpose
                module.training = True
        return results
