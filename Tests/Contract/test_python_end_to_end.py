"""From training to pruning: a model is trained in torch, saved from memory, and used where there is no torch."""

import json
import subprocess
import venv

import pytest
import torch
from binary import REPOSITORY
from memory import make_parts, save

QUESTIONS = ["where is the coral reef", "how long is the river", "what eats the fish"]
ANSWERS = ["the reef is in the warm sea.", "the river is long.", "the big fish eats small fish."]
OTHERS = ["rain flows from the mountain.", "the day is large.", "a tree grows in the city."]


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An interpreter without any package."""
    place = tmp_path_factory.mktemp("bare")
    venv.create(place, with_pip=False)
    return place / "bin/python"


def train(parts, steps=60):
    """Teaches the head to keep the answers, and the ranking model to tell them from other texts; returns the losses."""
    model, head, tokenizer = parts["ranking_model"], parts["pruning_head"], parts["tokenizer"]
    optimizer = torch.optim.AdamW([*model.parameters(), *head.parameters()], lr=3e-3)
    inputs = tokenizer(QUESTIONS * 2, ANSWERS + OTHERS, padding=True, return_tensors="pt")
    labels = torch.tensor([1.0] * 3 + [0.0] * 3)
    kept = labels.long()[:, None].expand(inputs["input_ids"].shape)
    mask = inputs["attention_mask"].bool()
    losses = []
    for _ in range(steps):
        output = model(**inputs, output_hidden_states=True)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(output.logits[:, 0], labels)
        logits = head(output.hidden_states[-1])
        loss = loss + torch.nn.functional.cross_entropy(logits[mask], kept[mask])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def test_a_trained_model_is_saved_verified_and_prunes(tmp_path, bare):
    torch.manual_seed(0)
    parts = make_parts(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    losses = train(parts)
    assert losses[-1] < 0.3 < losses[0]
    pairs = list(zip(QUESTIONS, ANSWERS))
    report = save(tmp_path / "package", **parts, pairs=pairs, record_pairs=True)
    assert report.passed

    code = f"""
import json, pruning_pack, sys
report = pruning_pack.verify({str(tmp_path / 'package')!r}, strict=True)
report.raise_for_errors()
assert "torch" not in sys.modules
wanted = ("RUN002", "RUN007", "TOK006", "INT003")
print(json.dumps([outcome.status for outcome in report.rules if outcome.rule in wanted]))
"""
    environment = {"PYTHONPATH": str(REPOSITORY / "python"), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run([bare, "-c", code], capture_output=True, text=True, env=environment, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == ["passed"] * 4
    ran = subprocess.run(
        [bare, "-m", "pruning_pack", "prune", tmp_path / "package", "--query", QUESTIONS[0], "--document", ANSWERS[0],
         "--format", "json"],
        capture_output=True, text=True, env=environment, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["pruned_context"] == ANSWERS[0] and answer["reranking_score"] > 0.7
