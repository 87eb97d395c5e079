"""Converts checkpoints of a real size, 2.2 GB each, and measures what memory the command takes for itself.

Run by `make proof`. The shapes are those of XLM-RoBERTa large with its whole vocabulary; the values are noise. What counts is
anonymous memory (RssAnon): pages of mapped files are the system's to take back.
"""

import json
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
import torch
from safetensors import safe_open
from transformers import AutoConfig, AutoModelForSequenceClassification

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Shared"))

from binary import PRUNING_PACK, REPOSITORY  # noqa: E402

LIMIT = 300 * 2**20
TOKENIZER = REPOSITORY / ".cache/tokenizers/e5/tokenizer.json"
CONFIG = dict(
    vocab_size=250002, hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096,
    max_position_embeddings=8194, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2, num_labels=1,
)


def shapes():
    """(names and shapes of the model's tensors, its config)."""
    config = AutoConfig.for_model("xlm-roberta", **CONFIG)
    with torch.device("meta"):
        model = AutoModelForSequenceClassification.from_config(config)
    return {name: tuple(value.shape) for name, value in model.state_dict().items()}, config


def noise(shape, number):
    generator = numpy.random.default_rng(number)
    block = generator.standard_normal(1 << 20, dtype=numpy.float32) * numpy.float32(0.02)
    return numpy.resize(block, shape)


def write(directory: Path, tensors: dict, config: dict, pickled: bool):
    directory.mkdir()
    (directory / "config.json").write_text(json.dumps(config))
    (directory / "tokenizer.json").symlink_to(TOKENIZER)
    names = {"cls": "<s>", "sep": "</s>", "pad": "<pad>", "unk": "<unk>", "mask": "<mask>"}
    settings = {f"{role}_token": token for role, token in names.items()}
    (directory / "tokenizer_config.json").write_text(json.dumps({**settings, "model_max_length": 8192}))
    if pickled:
        state = {name: torch.from_numpy(noise(shape, number)) for number, (name, shape) in enumerate(tensors.items())}
        torch.save(state, directory / "pytorch_model.bin")
        return
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in tensors.items():
        size = int(numpy.prod(shape)) * 4
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    with open(directory / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for number, shape in enumerate(tensors.values()):
            file.write(noise(shape, number).tobytes())


def measure(*arguments):
    """Runs the command: (seconds, most anonymous memory in bytes)."""
    start, peak = time.monotonic(), 0
    with subprocess.Popen([PRUNING_PACK, *map(str, arguments)], stderr=subprocess.PIPE) as process:
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            lines = status.read_text().splitlines()
            held = [int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon")]
            peak = max([peak, *held])
            time.sleep(0.002)
        if process.returncode != 0:
            sys.exit(f"exit code {process.returncode} of {arguments}:\n{process.stderr.read().decode()}")
    return time.monotonic() - start, peak


def main():
    model, config = shapes()
    settings = json.loads(config.to_json_string(use_diff=False))
    head = {"classifier.weight": (2, 1024), "classifier.bias": (2,)}
    merged = {f"ranking_model.{name}": shape for name, shape in model.items()}
    merged |= {f"pruning_head.{name}": shape for name, shape in head.items()}
    open_provence = {
        "model_type": "open_provence", "base_model_config": settings, "pruning_config": {"hidden_size": 1024},
        "max_length": 512, "num_labels": 1,
    }
    xprovence = {name: shape for name, shape in model.items()}
    xprovence |= {f"token_{name}": shape for name, shape in head.items()}
    naver = {**settings, "model_type": "XProvence", "architectures": ["XProvence"]}
    failed = False
    with tempfile.TemporaryDirectory(dir=REPOSITORY / ".cache") as place:
        for name, tensors, content, pickled in [
            ("safetensors", merged, open_provence, False), ("pickle", xprovence, naver, True),
        ]:
            source = Path(place, name)
            write(source, tensors, content, pickled)
            for flags in ([], ["--dtype", "bfloat16"], ["--no-verify"]):
                output = Path(place, "package")
                seconds, peak = measure("save", "--from", source, "--output", output, "--force", "--quiet", *flags)
                with safe_open(output / "ranking_model/model.safetensors", "np" if not flags else "pt") as file:
                    count = len(list(file.keys()))
                assert count == len(model), f"{count} of {len(model)} tensors"
                failed |= peak > LIMIT
                print(f"{name}, {' '.join(flags) or 'as it is'}: {seconds:.1f} s, {peak / 2**20:.0f} MB of its own")
    if failed:
        sys.exit(f"more than {LIMIT / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
