"""Figures on held-out documents: sentences kept and dropped, and the ranking of passages."""

import random
from dataclasses import asdict, dataclass

import torch

from training.loop import collate
from training.model import PruningModel
from training.passages import Example, Sampler

THRESHOLD = 0.5


@dataclass
class Figures:
    queries: int
    answering_kept: float  # share of the answering sentences whose mean keep probability exceeds THRESHOLD
    others_dropped: float  # share of the other sentences of the same passages where it does not
    irrelevant_dropped: float  # share of all sentences of irrelevant passages where it does not
    ranked_above: float  # share of the queries whose passage scores higher than the irrelevant one
    crisp_tokens: float  # share of the tokens of both that agree with their sentence's verdict

    def lines(self) -> str:
        return "\n".join(f"  {name:20s} {value:.4g}" for name, value in asdict(self).items())


@torch.no_grad()
def evaluate(model: PruningModel, sampler: Sampler, tokenizer, count: int, source: str | None, seed: int) -> Figures:
    """`count` queries, each with its passage of 4 to 8 sentences and an irrelevant one."""
    rng = random.Random(seed)
    model.eval()
    kept = answering = dropped = others = empty = irrelevant_total = above = agreeing = tokens = 0
    for _ in range(count // 32):
        pairs = [sampler.draw(rng, 4, 8, source) for _ in range(32)]
        relevant, scores = _verdicts(model, [pair[0] for pair in pairs], tokenizer)
        irrelevant, low_scores = _verdicts(model, [pair[1] for pair in pairs], tokenizer)
        above += int((scores > low_scores).sum())
        for (example, _), verdicts in zip(pairs, relevant):
            for number, (mean, agree, length) in enumerate(verdicts):
                if number in example.answering:
                    answering += 1
                    kept += mean > THRESHOLD
                else:
                    others += 1
                    dropped += mean <= THRESHOLD
                agreeing += agree
                tokens += length
        for verdicts in irrelevant:
            irrelevant_total += len(verdicts)
            empty += sum(mean <= THRESHOLD for mean, _, _ in verdicts)
    queries = count // 32 * 32
    return Figures(
        queries, kept / answering, dropped / others, empty / irrelevant_total, above / queries, agreeing / tokens
    )


def _verdicts(model: PruningModel, examples: list[Example], tokenizer):
    """For each sentence: mean keep probability, tokens on the mean's side of THRESHOLD, tokens; and the scores."""
    batch = collate(examples, tokenizer)
    ranking, pruning = model(**batch.inputs)
    probabilities = pruning.softmax(-1)[..., 1]
    verdicts = []
    for row, example in enumerate(examples):
        found = []
        for number in range(len(example.sentences)):
            values = probabilities[row][batch.sentence[row] == number]
            mean = float(values.mean())
            found.append((mean, int(((values > THRESHOLD) == (mean > THRESHOLD)).sum()), len(values)))
        verdicts.append(found)
    return verdicts, ranking
