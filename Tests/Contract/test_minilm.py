"""Real weights: MiniLM with a seeded classifier and head, packed, and run by both encoders."""

import json
import random
import shutil

import pytest
import torch
from binary import REPOSITORY, pruning_pack
from safetensors.torch import save_file
from sentence_transformers import CrossEncoder
from support import MODES, RERANKING_PRUNING, difference, load, load_tokenizer, run
from transformers import AutoModel, AutoModelForSequenceClassification

MINILM = REPOSITORY / ".cache/minilm"
TOLERANCE = 1e-4
SENTENCES = [
    "The Great Barrier Reef is the world's largest coral reef system, off the coast of Queensland, Australia.",
    "It is composed of over 2,900 individual reefs and 900 islands stretching for over 2,300 kilometres.",
    "Bamboo shoots and leaves make up more than 99% of the giant panda's diet!",
    "山が高い。 大熊猫住在中国四川的山区。",
    "Der schnelle braune Fuchs springt über den faulen Hund; café naïve résumé.",
    "Москва — столица России.",
    "القاهرة عاصمة مصر.",
    "def f(x): return x**2 + 3*x - 1  # a comment, and\ta tab",
    "E-mail: someone@example.org; see https://example.org/a?b=c&d=%20.",
    "In 1969, Apollo 11 landed on the Moon; Armstrong and Aldrin walked there for about two and a half hours.",
    "Flags \U0001f1ef\U0001f1f5 and families \U0001f468\u200d\U0001f469\u200d\U0001f467 are emoji with joiners.",
]
QUERIES = [
    "where is the great barrier reef", "What do pandas eat?", "capital of Russia", "how long did they walk on the moon",
]


@pytest.fixture(scope="module", params=MODES)
def packed(request, tmp_path_factory):
    """(mode, package)"""
    assert (MINILM / "model.safetensors").exists(), "run `make test-data` first"
    mode = request.param
    place = tmp_path_factory.mktemp("minilm")
    torch.manual_seed(7)
    if mode == RERANKING_PRUNING:
        model = AutoModelForSequenceClassification.from_pretrained(MINILM, num_labels=1)
        torch.nn.init.normal_(model.classifier.weight, std=0.3)
    else:
        model = AutoModel.from_pretrained(MINILM)
    model.save_pretrained(place / "encoder")
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        shutil.copy(MINILM / name, place / "encoder")
    head = {"classifier.weight": torch.randn(2, 384) * 0.3, "classifier.bias": torch.randn(2) * 0.3}
    save_file(head, place / "head.safetensors", metadata={"format": "pt"})
    source = "--ranking-model" if mode == RERANKING_PRUNING else "--encoder-model"
    package = place / "minilm-pruner"
    pruning_pack(
        "save", source, place / "encoder", "--pruning-head", place / "head.safetensors", "--output", package,
        "--license", "apache-2.0", "--language", "en", "--base-model", "sentence-transformers/all-MiniLM-L6-v2",
    )
    return mode, package


def pairs(count, length):
    """Seeded pairs; all but every fourth are longer than `length` tokens and get cut."""
    chooser = random.Random(length * 100 + count)
    made = []
    for number in range(count):
        words = length // 8 if number % 4 == 3 else length
        text = ""
        while len(text) < words * 6:
            text += chooser.choice(SENTENCES) + " "
        made.append((chooser.choice(QUERIES), text))
    return made


def score(package, texts, length, tmp_path):
    file = tmp_path / "pairs.jsonl"
    with open(file, "w", encoding="utf-8") as stream:
        for query, document in texts:
            stream.write(json.dumps({"query": query, "document": document}) + "\n")
    output = pruning_pack(
        "score", package, "--input", file, "--tokens", "--max-length", length, "--format", "json"
    )
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize("length", [8, 128, 512])
def test_our_encoder_gives_pythons_numbers(packed, tmp_path, length, count):
    mode, package = packed
    texts = pairs(count, length)
    ours = score(package, texts, length, tmp_path)
    assert len(ours) == count

    tokenizer = load_tokenizer(package)
    queries, documents = zip(*texts)
    inputs = tokenizer(
        list(queries), list(documents), padding=True, truncation=True, max_length=length,
        return_offsets_mapping=True, return_tensors="pt",
    )
    offsets = inputs.pop("offset_mapping").tolist()
    assert inputs["input_ids"].shape[1] == length
    model = load(package, mode, torch_dtype=torch.float32)
    output = run(model, inputs)
    keep = model.keep_probabilities(output.pruning_logits)

    for row, (our, (query, document)) in enumerate(zip(ours, texts)):
        tokens = int(inputs["attention_mask"][row].sum())
        assert (our["query"], our["document"]) == (query, document)
        assert our["input_ids"] == inputs["input_ids"][row, :tokens].tolist()
        assert our["token_type_ids"] == inputs["token_type_ids"][row, :tokens].tolist()
        assert our["attention_mask"] == [1] * tokens
        assert our["sequence_ids"] == inputs.sequence_ids(row)[:tokens]
        assert our["offsets"] == offsets[row][:tokens]
        assert difference(torch.tensor(our["pruning_logits"]), output.pruning_logits[row, :tokens]) < TOLERANCE
        assert difference(torch.tensor(our["keep_probabilities"]), keep[row, :tokens]) < TOLERANCE
        if mode == RERANKING_PRUNING:
            assert our["ranking_logit"] == pytest.approx(output.logits[row, 0].item(), abs=TOLERANCE)
            assert our["ranking_score"] == pytest.approx(torch.sigmoid(output.logits[row, 0]).item(), abs=TOLERANCE)
        else:
            assert our["ranking_logit"] is None and our["ranking_score"] is None


@pytest.mark.parametrize("packed", [RERANKING_PRUNING], indirect=True)
def test_cross_encoder_gives_our_scores(packed, tmp_path):
    _, package = packed
    texts = pairs(16, 128) + pairs(4, 512) + [("capital of Russia", ""), (QUERIES[0], SENTENCES[0])]
    ours = torch.tensor([each["ranking_score"] for each in score(package, texts, 512, tmp_path)])
    theirs = torch.tensor(
        CrossEncoder(str(package), trust_remote_code=True, device="cpu").predict(texts, show_progress_bar=False)
    )
    assert difference(ours, theirs) < TOLERANCE
    assert theirs.max() - theirs.min() > 0.1


def test_the_package_is_in_order(packed):
    _, package = packed
    pruning_pack("verify", package)
