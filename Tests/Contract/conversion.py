"""What the tests of conversions share: a source of another layout becomes a package, and gives the same numbers.

What is expected comes from the original module; what is compared is the package in transformers, in CrossEncoder and in
`pruning-pack score`.
"""

import json

import pytest
import torch
from binary import attempt, pruning_pack
from sentence_transformers import CrossEncoder
from support import PASSAGES, PRUNING_ONLY, QUERY, RERANKING_PRUNING, difference, load, load_tokenizer, run

PAIRS = [(QUERY, passage) for passage in PASSAGES] + [(" ".join(PASSAGES * 4), QUERY), ("city", "")]
TOLERANCE = 1e-4


def convert(original, place, *flags):
    """Saves the original under `place`, and converts it: (the original's directory, the package)."""
    source, package = original.save(place / "source"), place / "package"
    pruning_pack("save", "--from", source, "--output", package, "--quiet", *flags)
    return source, package


def assert_same_numbers(original, package, place, mode=RERANKING_PRUNING, tolerance=TOLERANCE):
    model, tokenizer = load(package, mode, torch_dtype=torch.float32), load_tokenizer(package)
    assert model.config.max_input_length == original.max_length
    file = place / "pairs.jsonl"
    file.write_text("".join(json.dumps({"query": q, "document": d}) + "\n" for q, d in PAIRS))
    printed = pruning_pack("score", package, "--input", file, "--tokens", "--format", "json")
    ours = [json.loads(line) for line in printed.splitlines()]
    expected = [original.predict(*pair) for pair in PAIRS]
    for pair, our, (score, ranking, pruning) in zip(PAIRS, ours, expected):
        inputs = tokenizer(
            [pair[0]], [pair[1]], truncation=True, max_length=model.config.max_input_length, return_tensors="pt"
        )
        assert inputs["input_ids"].tolist() == original.tokens(*pair)["input_ids"].tolist() == [our["input_ids"]]
        output = run(model, inputs)
        assert difference(output.pruning_logits[0], pruning) < tolerance
        assert difference(torch.tensor(our["pruning_logits"]), pruning) < tolerance
        if mode == PRUNING_ONLY:
            assert our["ranking_score"] is None
            continue
        assert difference(output.logits, ranking) < tolerance
        assert difference(torch.tensor(our["ranking_logit"]).reshape(ranking.shape), ranking) < tolerance
        assert our["ranking_score"] == pytest.approx(score, abs=tolerance)
        assert model.ranking_scores(output.logits).item() == pytest.approx(score, abs=tolerance)
    assert max(difference(pruning[:1], pruning) for _, _, pruning in expected) > 0.1
    if mode == RERANKING_PRUNING:
        # A lone pair with an empty document is a single text for CrossEncoder's tokenizer call in some versions.
        filled = [number for number, pair in enumerate(PAIRS) if pair[1]]
        scores = CrossEncoder(
            str(package), trust_remote_code=True, device="cpu", model_kwargs={"torch_dtype": torch.float32}
        ).predict([PAIRS[number] for number in filled], show_progress_bar=False)
        wanted = torch.tensor([expected[number][0] for number in filled])
        if getattr(original, "labels", 1) == 1:
            assert difference(torch.from_numpy(scores), wanted) < tolerance


def settings(package):
    return json.loads((package / "config.json").read_text())


def assert_detected(source, layout):
    inspection = json.loads(pruning_pack("inspect", source, "--format", "json"))["layout"]
    assert inspection["id"] == layout and inspection["reason"]
    code, report, _ = attempt("verify", source, "--format", "json")
    found = [each.get("found") or "" for each in json.loads(report)["findings"] if each["rule"] == "LAY001"]
    # A package is held against its own rules; of any other layout the gate says which it is.
    assert any(f"({layout})" in text for text in found) == (layout != "V9")
    assert code == 1 or layout == "V9"
