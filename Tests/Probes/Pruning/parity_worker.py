"""One side of parity.py, run by a Python environment: makes packages, or prunes with `process`.

    parity_worker.py make DIRECTORY
    parity_worker.py process DIRECTORY PAIRS LINE
    parity_worker.py answer DIRECTORY QUESTIONS LINE

`process` writes DIRECTORY/*.LINE beside the packages DIRECTORY/*.package; `answer` asks some of them the questions of
options.py and writes DIRECTORY/*.LINE.answers.
"""

import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HOME=tempfile.mkdtemp(prefix="parity-"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Shared"))

import torch  # noqa: E402
from checkpoints import FAMILIES, NEW_FAMILIES, make_checkpoint  # noqa: E402
from packages import pack  # noqa: E402
from support import PRUNING_ONLY, RERANKING_PRUNING, load  # noqa: E402

POSITIONS = 160
# Beside each family's plain package: what else decides about scores and sentences.
VARIANTS = {
    "bert, pruning only": ("bert", {"mode": PRUNING_ONLY}),
    "bert, two labels, majority": ("bert", {"labels": 2, "aggregation": "majority"}),
    "bert, raw scores, threshold 0.45": ("bert", {"activation": "identity", "threshold": "0.45"}),
    "modernbert, before its final norm": ("modernbert", {"hidden_state_source": "pre_final_norm"}),
}


def make(directory: Path):
    cases = {name: (name, {}) for name in FAMILIES} | VARIANTS
    for number, (name, (family, options)) in enumerate(cases.items()):
        kind = FAMILIES[family]
        tables = dict(kind.config)["max_position_embeddings"] - kind.positions
        FAMILIES[family] = dataclasses.replace(kind, positions=POSITIONS)
        options = dict(options)
        aggregation = options.pop("aggregation", None)
        place = directory / str(number)
        place.mkdir(parents=True)
        mode = options.pop("mode", RERANKING_PRUNING)
        labels = options.pop("labels", 1)
        checkpoint = make_checkpoint(
            place, family, mode, labels, seed=number, max_position_embeddings=POSITIONS + tables
        )
        FAMILIES[family] = kind
        package = pack(checkpoint, directory / f"{number}.package", mode, **options)
        if aggregation:
            for file in ("config.json", "pruning_encoder_config.json"):
                content = json.loads((package / file).read_text())
                content["pruning_aggregation"] = aggregation
                (package / file).write_text(json.dumps(content))
        (directory / f"{number}.name").write_text(name)


def process(directory: Path, pairs: Path, line: Path):
    lines = [json.loads(text) for text in pairs.read_text(encoding="utf-8").splitlines()]
    for package in sorted(directory.glob("*.package")):
        name = package.with_suffix(".name").read_text()
        if name in NEW_FAMILIES and name not in FAMILIES:
            continue  # This version does not have it.
        process_with(package, lines, package.with_suffix(f".{line}"))


def process_with(package: Path, lines: list, output: Path):
    model = load(package, json.loads((package / "config.json").read_text())["mode"])
    result = model.process(
        [line["query"] for line in lines], [[line["document"]] for line in lines],
        [[line.get("title")] for line in lines], show_progress=False, return_sentence_metrics=True,
        return_sentence_texts=True,
    )  # fmt: skip
    del result["timing"], result["performance_trace"]
    with open(output, "w", encoding="utf-8") as stream:
        for number in range(len(lines)):
            stream.write(json.dumps({name: value[number][0] for name, value in result.items()}) + "\n")


def answer(directory: Path, questions: Path, line: Path):
    asked = [json.loads(text) for text in questions.read_text(encoding="utf-8").splitlines()]
    for package in sorted(directory.glob("*.package")):
        if package.with_suffix(".name").read_text() in ("bert", *VARIANTS):
            model = load(package, json.loads((package / "config.json").read_text())["mode"])
            with open(package.with_suffix(f".{line}.answers"), "w", encoding="utf-8") as stream:
                for ask in asked:
                    stream.write(json.dumps(answer_one(model, dict(ask))) + "\n")


def answer_one(model, ask: dict) -> dict:
    """What `process` returns, and before that what the model says of every context, without order or threshold."""
    fixed = {"show_progress": False, "return_sentence_metrics": True, "return_sentence_texts": True}
    quantile = ask.pop("quantile")
    is_limited = "budget" in ask or "rate" in ask
    every = {**ask, "reorder": False, "threshold": 0, "zero_score_when_empty": False, "keep": []}
    every = {name: value for name, value in every.items() if name not in ("budget", "rate")}
    every = model.process(**every, **fixed)
    values = sorted(p for each in every["sentence_probabilities"] for p in each)
    place = int(quantile * len(values))
    ask["threshold"] = sum(values[max(0, place - 1) : place + 1] + [1.0] * (place >= len(values))) / 2 if place else 0.0
    if is_limited:
        del ask["threshold"]
    results = model.process(**ask, **fixed)
    del results["timing"], results["performance_trace"]
    return {
        "asked": ask, "results": results, "every_score": every["reranking_score"],
        "every_probability": every["sentence_probabilities"],
    }  # fmt: skip


if __name__ == "__main__":
    {"make": make, "process": process, "answer": answer}[sys.argv[1]](*map(Path, sys.argv[2:]))
