"""One side of parity.py, run by a Python environment: makes packages, or prunes with `process`.

    parity_worker.py make DIRECTORY
    parity_worker.py process DIRECTORY PAIRS LINE

`process` writes DIRECTORY/*.LINE beside the packages DIRECTORY/*.package.
"""

import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", HF_HOME=tempfile.mkdtemp(prefix="parity-"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Python"))

import torch  # noqa: E402
from checkpoints import FAMILIES, make_checkpoint  # noqa: E402
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


if __name__ == "__main__":
    {"make": make, "process": process}[sys.argv[1]](*map(Path, sys.argv[2:]))
