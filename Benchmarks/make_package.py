"""Packs MiniLM with a seeded classifier and head into .cache/minilm-package, for measuring the cold command."""

import pathlib
import shutil
import subprocess
import tempfile

import torch
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / ".cache/minilm"
PACKAGE = ROOT / ".cache/minilm-package"


def main():
    torch.manual_seed(7)
    model = AutoModelForSequenceClassification.from_pretrained(WEIGHTS, num_labels=1)
    head = {"classifier.weight": torch.randn(2, 384) * 0.3, "classifier.bias": torch.randn(2) * 0.3}
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        model.save_pretrained(work / "ranker")
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(WEIGHTS / name, work / "ranker")
        save_file(head, work / "head.safetensors", metadata={"format": "pt"})
        subprocess.run(
            [ROOT / ".build/release/pruning-pack", "save", "--ranking-model", work / "ranker", "--pruning-head",
             work / "head.safetensors", "--license", "apache-2.0", "--output", PACKAGE, "--force", "--quiet"],
            check=True,
        )


if __name__ == "__main__":
    main()
