"""Rows of thousands of tokens: our numbers are PyTorch's, and memory does not grow with the square of the length."""

import pytest
import torch
from checkpoints import make_checkpoint
from measuring import compare, scores
from packages import pack
from support import PASSAGES, QUERY, load

LONG = " ".join(PASSAGES * 600)
# max_position_embeddings, max_length
LIMITS = {
    "modernbert": (8192, 8192), "xlm-roberta": (8194, 8192), "deberta-v2": (512, 2048), "bert": (4096, 4096),
}


@pytest.mark.parametrize("family", LIMITS)
def test_the_longest_row(family, tmp_path):
    positions, length = LIMITS[family]
    layers = {"num_hidden_layers": 4} if family == "modernbert" else {}
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family=family, max_position_embeddings=positions, **layers)
    limit_tokenizer(checkpoint / "encoder", length)
    package = pack(checkpoint, tmp_path / "pruner", max_length=length)
    rows, memory = scores(package, [(QUERY, LONG)], tmp_path / "pairs.jsonl")
    assert len(rows[0]["input_ids"]) == length
    worst = compare(load(package, torch_dtype=torch.float32), rows[0])
    print(f"{family}: {length} tokens, largest difference {worst:.1e}, {memory / 1e6:.0f} MB")
    assert worst < 1e-4


@pytest.mark.parametrize("family", ["modernbert", "deberta-v2"])
def test_memory_is_linear(family, tmp_path):
    """One matrix of 8,192 x 8,192 floats would be 268 MB, and there are four heads."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family=family, max_position_embeddings=8192)
    limit_tokenizer(checkpoint / "encoder", 8192)
    package = pack(checkpoint, tmp_path / "pruner", max_length=8192)
    memory = {}
    for length in (64, 2048, 4096, 8192):
        rows, memory[length] = scores(
            package, [(QUERY, LONG)], tmp_path / "pairs.jsonl", "--max-length", str(length), "--threads", "2")
        assert len(rows[0]["input_ids"]) == length
    grown = {length: memory[length] - memory[64] for length in (2048, 4096, 8192)}
    print(f"{family}: " + ", ".join(f"{length} tokens {bytes / 1e6:.0f} MB more" for length, bytes in grown.items()))
    assert grown[8192] < 100e6
    assert grown[8192] < 3 * max(grown[4096], 10e6)


def limit_tokenizer(encoder, length):
    import json

    file = encoder / "tokenizer_config.json"
    settings = json.loads(file.read_text())
    settings["model_max_length"] = length
    file.write_text(json.dumps(settings))
