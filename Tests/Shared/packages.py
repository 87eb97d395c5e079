"""Packs a checkpoint of checkpoints.py with the command under test."""

from pathlib import Path

from binary import REPOSITORY, pruning_pack

EXAMPLE = REPOSITORY / "examples/tiny-pruner"


def pack(
    checkpoint: Path,
    output: Path,
    mode: str = "reranking_pruning",
    hidden_state_source: str = "last_hidden_state",
    **options,
) -> Path:
    """Options are those of `pruning-pack save`, with underscores: threshold=0.1 is --threshold 0.1."""
    source = "--ranking-model" if mode == "reranking_pruning" else "--encoder-model"
    flags = ["--hidden-state-source", hidden_state_source, "--license", "apache-2.0", "--language", "en"]
    for name, value in options.items():
        flags += ["--" + name.replace("_", "-"), value]
    # Random weights: the findings of `verify` about such a model are the Swift tests' business.
    pruning_pack(
        "save", source, checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", output,
        "--no-verify", "--quiet", *flags,
    )
    return output


def pack_example(output: Path, *flags) -> Path:
    """Packs the trained example; `flags` are further options of `pruning-pack save`."""
    pruning_pack(
        "save", "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head", EXAMPLE / "pruning_head.safetensors",
        "--license", "apache-2.0", "--language", "en", "--output", output, "--quiet", *flags,
    )  # fmt: skip
    return output
