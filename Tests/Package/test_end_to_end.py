"""From a model in memory to a pruned text, with nothing but the wheel: saved where torch is, used where it is not."""

import json

import pytest
from support import REPOSITORY, pip, run

TORCH = REPOSITORY / ".cache/venv-tf5/bin/python"

TRAIN = """
import sys
sys.path.insert(0, {tests!r})
import torch
from checkpoints import FAMILIES, HIDDEN, make_model, make_tokenizer
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerFast

import pruning_pack

family = FAMILIES["bert"]
torch.manual_seed(0)
model, _ = make_model("bert", AutoModelForSequenceClassification, 0, num_labels=1,
                      hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
head = torch.nn.Linear(HIDDEN, 2)
tokenizer = PreTrainedTokenizerFast(
    tokenizer_object=make_tokenizer(family), model_max_length=family.positions,
    model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    **{{f"{{name}}_token": token for name, token in family.specials.items()}},
)
questions = ["where is the coral reef", "how long is the river"]
texts = ["the reef is in the warm sea.", "the river is long.", "rain flows from the mountain.", "the day is large."]
inputs = tokenizer(questions * 2, texts, padding=True, return_tensors="pt")
labels = torch.tensor([1.0, 1.0, 0.0, 0.0])
mask = inputs["attention_mask"].bool()
kept = labels.long()[:, None].expand(mask.shape)
optimizer = torch.optim.AdamW([*model.parameters(), *head.parameters()], lr=3e-3)
for _ in range(60):
    output = model(**inputs, output_hidden_states=True)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(output.logits[:, 0], labels)
    loss = loss + torch.nn.functional.cross_entropy(head(output.hidden_states[-1])[mask], kept[mask])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
report = pruning_pack.save(
    {output!r}, ranking_model=model, pruning_head=head, tokenizer=tokenizer, license="apache-2.0", language="en",
    pairs=list(zip(questions, texts)),
)
assert report.passed
print(pruning_pack.__file__)
"""

USE = """
import sys
import pruning_pack
report = pruning_pack.verify({package!r})
report.raise_for_errors()
assert [outcome.status for outcome in report.rules if outcome.rule == "RUN002"] == ["passed"]
assert "torch" not in sys.modules
"""


def test_a_trained_model_is_saved_verified_and_prunes(wheel, tmp_path):
    if not TORCH.exists():
        pytest.skip(f"{TORCH} is missing: run `make environments`")
    pip(TORCH, "install", "--no-index", "--no-deps", "--target", tmp_path / "wheel", wheel)
    package = str(tmp_path / "package")
    code = TRAIN.format(tests=str(REPOSITORY / "Tests/Python"), output=package)
    ran = run(TORCH, "-c", code, environment={"PYTHONPATH": str(tmp_path / "wheel"), "HF_HUB_OFFLINE": "1"})
    # What was run is what the wheel holds.
    assert ran.stdout.strip().endswith(str(tmp_path / "wheel/pruning_pack/__init__.py"))

    run(TORCH, "-m", "venv", "--without-pip", tmp_path / "bare")
    bare = tmp_path / "bare/bin/python"
    pip(bare, "install", "--no-index", wheel)
    run(bare, "-c", "import torch", expect=1)
    run(bare, "-c", USE.format(package=package))
    ran = run(
        bare.with_name("pruning-pack"), "prune", package, "--query", "where is the coral reef", "--document",
        "the reef is in the warm sea.", "--format", "json",
    )
    answer = json.loads(ran.stdout)
    assert answer["pruned_context"] == "the reef is in the warm sea." and answer["reranking_score"] > 0.7
