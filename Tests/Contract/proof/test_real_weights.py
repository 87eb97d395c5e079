"""Trained encoders, with a seeded classifier and head, on 200 texts in ten languages: our numbers against transformers'."""

import json
import shutil

import pytest
import real_models
import torch
from binary import pruning_pack
from safetensors.torch import save_file
from support import MODES, RERANKING_PRUNING, load, load_tokenizer, run
from transformers import AutoModel, AutoModelForSequenceClassification

MODELS = {
    "e5 as BERT": lambda: real_models.e5(as_xlm_roberta=False),
    "e5 as XLM-RoBERTa": lambda: real_models.e5(as_xlm_roberta=True),
    "MPNet": real_models.mpnet,
}
TOLERANCE = 1e-4


# Rows that single precision does not determine to the tolerance: rounding the weights once more, in exact arithmetic,
# moves their numbers by a good part of it. MPNet has a few, by tokens whose attention is nearly a tie.
MOST_SENSITIVE_ROWS = 8
ROUNDINGS = 4
# Rounding happens at each operation, not only in the weights: how much further from float64 a sensitive row may be.
SENSITIVE_FACTOR = 4


def far(a, b):
    """The largest difference, relative where the numbers are large."""
    return ((a - b).abs() / b.abs().clamp(min=1)).max().item()


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
    worst, sensitive = 0.0, []
    for our, (query, document) in zip(ours, pairs):
        inputs = tokenizer([query], [document], truncation=True, max_length=512, return_tensors="pt")
        assert our["input_ids"] == inputs["input_ids"][0].tolist(), (query, document)
        difference = compare_row(our, outputs(model, inputs))
        if difference < TOLERANCE:
            worst = max(worst, difference)
        else:
            sensitive.append((difference, our, inputs))
    print(f"{name}, {mode}: {sum(len(our['input_ids']) for our in ours)} tokens, largest difference {worst:.1e}")
    for our, inputs, difference, ours_off, moved in examine(sensitive, model):
        print(f"  a sensitive row: {difference:.1e} from float32, {ours_off:.1e} from float64, which moves by {moved:.1e} "
              "when the weights are rounded once more")
        assert moved > TOLERANCE / 4, (our["query"], our["document"])
        assert ours_off < max(TOLERANCE, SENSITIVE_FACTOR * moved), (our["query"], our["document"])
    assert len(sensitive) <= MOST_SENSITIVE_ROWS
    lengths = [len(our["input_ids"]) for our in ours]
    assert max(lengths) > 150 and min(lengths) < 60


def examine(sensitive, model):
    """For each row also how far ours is from float64, and how far float64 moves when the weights are rounded again."""
    if not sensitive:
        return []
    exact = model.double()
    theirs = [outputs(exact, inputs) for _, _, inputs in sensitive]
    moved = [0.0] * len(sensitive)
    weights = {name: parameter.clone() for name, parameter in exact.named_parameters()}
    for seed in range(ROUNDINGS):
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for name, parameter in exact.named_parameters():
                rounding = torch.rand(parameter.shape, generator=generator, dtype=torch.float64) * 2 - 1
                parameter.copy_(weights[name] * (1 + rounding * torch.finfo(torch.float32).eps / 2))
        for row, (_, _, inputs) in enumerate(sensitive):
            there = max(far(a, b) for a, b in zip(outputs(exact, inputs), theirs[row]))
            moved[row] = max(moved[row], there)
    return [
        (our, inputs, difference, compare_row(our, exact_row), movement)
        for (difference, our, inputs), exact_row, movement in zip(sensitive, theirs, moved)
    ]


def outputs(model, inputs):
    """Everything that a row gives: pruning logits, keep probabilities and, where there is one, the ranking logit."""
    output = run(model, inputs)
    found = [output.pruning_logits[0], model.keep_probabilities(output.pruning_logits)[0]]
    return found + ([output.logits[0]] if output.logits.ndim == 2 else [])


def compare_row(our, theirs):
    ranking = [] if our["ranking_logit"] is None else [torch.tensor([our["ranking_logit"]])]
    numbers = [torch.tensor(our["pruning_logits"]), torch.tensor(our["keep_probabilities"]), *ranking]
    return max(far(a, b) for a, b in zip(numbers, theirs, strict=True))
