"""Trained encoders, with a seeded classifier and head, on 200 texts in ten languages: our numbers against transformers'."""

import json
import shutil

import pytest
import real_models
import torch
from binary import pruning_pack
from safetensors.torch import save_file
from support import MODES, RERANKING_PRUNING, difference, load, load_tokenizer, run
from transformers import AutoModel, AutoModelForSequenceClassification

MODELS = {
    "e5 as BERT": lambda: real_models.e5(as_xlm_roberta=False),
    "e5 as XLM-RoBERTa": lambda: real_models.e5(as_xlm_roberta=True),
    "MPNet": real_models.mpnet,
}
TOLERANCE = 1e-4


def close(a, b):
    """Within 1e-4, relative where the numbers are large."""
    return ((a - b).abs() <= TOLERANCE * b.abs().clamp(min=1)).all()


def pack(model, mode, place):
    """Packs an encoder with a head, and in mode reranking_pruning a classifier, of seeded numbers."""
    torch.manual_seed(3)
    if mode == RERANKING_PRUNING:
        encoder = AutoModelForSequenceClassification.from_pretrained(model, num_labels=1)
        for name, parameter in encoder.classifier.named_parameters():
            torch.nn.init.normal_(parameter, std=0.1)
    else:
        encoder = AutoModel.from_pretrained(model)
    encoder.save_pretrained(place / "encoder")
    width = encoder.config.hidden_size
    del encoder
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(model / name, place / "encoder")
    head = {"classifier.weight": torch.randn(2, width) * 0.3, "classifier.bias": torch.randn(2) * 0.3}
    save_file(head, place / "head.safetensors", metadata={"format": "pt"})
    source = "--ranking-model" if mode == RERANKING_PRUNING else "--encoder-model"
    pruning_pack("save", source, place / "encoder", "--pruning-head", place / "head.safetensors", "--output",
                 place / "pruner", "--license", "mit")
    shutil.rmtree(place / "encoder")
    return place / "pruner"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", MODELS)
def test_our_numbers_are_transformers(name, mode, tmp_path):
    package = pack(MODELS[name](), mode, tmp_path)
    pairs = real_models.pairs(200)
    assert len(pairs) == 200
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps({"query": q, "document": d}) + "\n" for q, d in pairs), encoding="utf-8")
    output = pruning_pack("score", package, "--input", file, "--tokens", "--format", "json")
    ours = [json.loads(line) for line in output.splitlines()]
    assert len(ours) == len(pairs)

    model, tokenizer = load(package, mode, torch_dtype=torch.float32), load_tokenizer(package)
    worst = 0.0
    for our, (query, document) in zip(ours, pairs):
        inputs = tokenizer([query], [document], truncation=True, max_length=512, return_tensors="pt")
        assert our["input_ids"] == inputs["input_ids"][0].tolist(), (query, document)
        theirs = run(model, inputs)
        pruning = torch.tensor(our["pruning_logits"])
        keep = model.keep_probabilities(theirs.pruning_logits)[0]
        assert close(pruning, theirs.pruning_logits[0]), (query, document)
        assert difference(torch.tensor(our["keep_probabilities"]), keep) < TOLERANCE
        worst = max(worst, difference(pruning, theirs.pruning_logits[0]))
        if mode == RERANKING_PRUNING:
            assert close(torch.tensor(our["ranking_logit"]), theirs.logits[0, 0]), (query, document)
    print(f"{name}, {mode}: {sum(len(our['input_ids']) for our in ours)} tokens, "
          f"largest difference of a pruning logit {worst:.1e}")
    lengths = [len(our["input_ids"]) for our in ours]
    assert max(lengths) > 150 and min(lengths) < 60
