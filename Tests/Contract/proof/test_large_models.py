"""Models of the large sizes' true shapes, random, in float16: they load, agree with float32 in PyTorch, and take little
more memory than their file."""

import shutil

import pytest
import torch
from checkpoints import FAMILIES, make_tokenizer, write_tokenizer
from measuring import compare, scores
from packages import pack
from safetensors.torch import save_file
from support import PASSAGES, QUERY, load
from transformers import AutoConfig, AutoModelForSequenceClassification

LARGE = dict(hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096, num_labels=1)
SHAPES = {
    "xlm-roberta": dict(
        LARGE, vocab_size=250002, max_position_embeddings=514, type_vocab_size=1, pad_token_id=1, bos_token_id=0,
        eos_token_id=2, layer_norm_eps=1e-5,
    ),
    "deberta-v2": dict(
        LARGE, vocab_size=128100, max_position_embeddings=512, type_vocab_size=0, relative_attention=True,
        position_buckets=256, pos_att_type=["p2c", "c2p"], norm_rel_ebd="layer_norm", share_att_key=True,
        position_biased_input=False, max_relative_positions=-1, layer_norm_eps=1e-7, pad_token_id=0,
    ),
    "modernbert": dict(
        LARGE, num_hidden_layers=28, intermediate_size=2624, vocab_size=50368, max_position_embeddings=8192,
        pad_token_id=0, cls_token_id=2, sep_token_id=3, bos_token_id=2, eos_token_id=3,
    ),
}
PAIRS = [(QUERY, PASSAGES[0]), (QUERY, " ".join(PASSAGES * 3)), (QUERY, " ".join(PASSAGES * 40))]


def make(family, place):
    """A checkpoint with a tokenizer of few tokens; the table of embeddings is as long as the real one."""
    torch.manual_seed(1)
    config = AutoConfig.for_model(family, **SHAPES[family])
    model = AutoModelForSequenceClassification.from_config(config)
    # Gains of 1 and biases of 0 are what nobody trained.
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 1:
                parameter.add_(torch.randn_like(parameter) * 0.05)
    model = model.half()
    model.save_pretrained(place / "encoder")
    del model
    tokenizer = make_tokenizer(FAMILIES[family])
    write_tokenizer(FAMILIES[family], place / "encoder", tokenizer)
    (place / "head").mkdir()
    save_file({"classifier.weight": torch.randn(2, 1024).half() * 0.1, "classifier.bias": torch.randn(2).half()},
              place / "head/model.safetensors", metadata={"format": "pt"})
    return place


@pytest.mark.parametrize("family", SHAPES)
def test_large_shape(family, tmp_path):
    checkpoint = make(family, tmp_path / "checkpoint")
    package = pack(checkpoint, tmp_path / "pruner", max_length=512)
    shutil.rmtree(checkpoint)
    size = sum(file.stat().st_size for file in package.rglob("*.safetensors"))
    rows, memory = scores(package, PAIRS, tmp_path / "pairs.jsonl")
    lengths = [len(row["input_ids"]) for row in rows]
    assert lengths[0] < 128 and lengths[2] == 512, lengths
    model = load(package, torch_dtype=torch.float32)
    worst = [compare(model, row) for row in rows]
    print(f"{family}: {size / 1e6:.0f} MB, {memory / size:.2f} times that in memory, tokens {lengths}, "
          f"largest differences {worst}")
    shutil.rmtree(package)
    assert max(worst) < 1e-4
    assert memory < 1.2 * size
