"""The training loop: batches of equal size, both losses, one pass of a one-cycle schedule."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch.nn import functional
from transformers import PreTrainedTokenizerFast

from training.model import MAX_LENGTH, PruningModel
from training.passages import MAX_QUERY_TOKENS, Example, Sampler

IRRELEVANT_SHARE = 0.25
KEEP_WEIGHT = 2.0
IGNORED = -100


@dataclass
class Batch:
    inputs: dict[str, torch.Tensor]
    keep: torch.Tensor  # [batch, length]: 1 keep, 0 drop, IGNORED outside the passage
    sentence: torch.Tensor  # [batch, length]: the sentence's number, or IGNORED
    relevant: torch.Tensor  # [batch]


def collate(examples: list[Example], tokenizer: PreTrainedTokenizerFast) -> Batch:
    """`[CLS] query [SEP] passage [SEP]`, padded: what the tokenizer makes of the pair."""
    cls, sep, pad = tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id
    queries = tokenizer([e.query for e in examples], add_special_tokens=False)["input_ids"]
    queries = [ids[: MAX_QUERY_TOKENS - 3] for ids in queries]
    length = max(len(q) + sum(map(len, e.sentences)) for q, e in zip(queries, examples)) + 3
    ids = torch.full((len(examples), length), pad)
    types = torch.zeros_like(ids)
    mask = torch.zeros_like(ids)
    keep = torch.full_like(ids, IGNORED)
    sentence = torch.full_like(ids, IGNORED)
    for row, (query, example) in enumerate(zip(queries, examples)):
        passage = [token for tokens in example.sentences for token in tokens]
        start, end = len(query) + 2, len(query) + 2 + len(passage)
        ids[row, : end + 1] = torch.tensor([cls, *query, sep, *passage, sep])
        types[row, start : end + 1] = 1
        mask[row, : end + 1] = 1
        for number, tokens in enumerate(example.sentences):
            keep[row, start : start + len(tokens)] = int(number in example.answering)
            sentence[row, start : start + len(tokens)] = number
            start += len(tokens)
    inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
    return Batch(inputs, keep, sentence, torch.tensor([float(bool(e.answering)) for e in examples]))


def batches(
    sampler: Sampler, tokenizer: PreTrainedTokenizerFast, rng: random.Random, size: int, steps: int
) -> Iterator[Batch]:
    """Short passages first, longer ones as training goes on; examples of like length share a batch."""
    pool: list[Example] = []
    for step in range(steps):
        if not pool:
            most = 3 + round(7 * min(1.0, 3.0 * step / steps))
            while len(pool) < 16 * size:
                relevant, irrelevant = sampler.draw(rng, 2 if most < 6 else 3, most)
                pool.append(irrelevant if rng.random() < IRRELEVANT_SHARE else relevant)
            pool.sort(key=lambda example: example.length)
            groups = [pool[i : i + size] for i in range(0, len(pool), size)]
            rng.shuffle(groups)
            pool = [example for group in groups for example in group]
        yield collate([pool.pop() for _ in range(size)], tokenizer)


def train(model: PruningModel, stream: Iterator[Batch], steps: int, peak_rate: float) -> None:
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak_rate, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, peak_rate, total_steps=steps, pct_start=0.06)
    weights = torch.tensor([1.0, KEEP_WEIGHT])
    started, seen = time.monotonic(), []
    model.train()
    for step, batch in enumerate(stream, start=1):
        ranking, pruning = model(**batch.inputs)
        tokens = functional.cross_entropy(pruning.flatten(0, 1), batch.keep.flatten(), weights, ignore_index=IGNORED)
        rank = functional.binary_cross_entropy_with_logits(ranking, batch.relevant)
        (tokens + 0.5 * rank).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        seen.append((tokens.item(), rank.item()))
        if step % 100 == 0 or step == steps:
            means = [sum(column) / len(seen) for column in zip(*seen)]
            seconds = time.monotonic() - started
            print(f"step {step:5d}  tokens {means[0]:.4f}  rank {means[1]:.4f}  {seconds:6.0f} s", flush=True)
            seen.clear()
