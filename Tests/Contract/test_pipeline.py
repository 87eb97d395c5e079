"""transformers.pipeline finds model and tokenizer by the package's name."""

import pytest
import torch
from support import PASSAGES, PRUNING_ONLY, QUERY, load, load_tokenizer, run
from transformers import pipeline


def test_text_classification(package):
    directory = package()
    classify = pipeline("text-classification", model=str(directory), trust_remote_code=True, device="cpu")
    for passage in PASSAGES:
        result = classify({"text": QUERY, "text_pair": passage})
        result = result[0] if isinstance(result, list) else result
        logits = run(load(directory), load_tokenizer(directory)(QUERY, passage, return_tensors="pt")).logits
        assert result["score"] == pytest.approx(torch.sigmoid(logits).item(), abs=1e-6)
        assert result["label"] == "LABEL_0"


def test_token_classification(package):
    directory = package(mode=PRUNING_ONLY)
    classify = pipeline("token-classification", model=str(directory), trust_remote_code=True, device="cpu")
    result = classify(PASSAGES[0])
    assert result and {each["entity"] for each in result} <= {"prune", "keep"}
    model = load(directory, PRUNING_ONLY)
    logits = run(model, load_tokenizer(directory)(PASSAGES[0], return_tensors="pt")).logits
    expected = logits.softmax(-1).max(-1)
    for each in result:
        assert each["score"] == pytest.approx(expected.values[0, each["index"]].item(), abs=1e-5)
        assert each["entity"] == ("prune", "keep")[expected.indices[0, each["index"]]]
