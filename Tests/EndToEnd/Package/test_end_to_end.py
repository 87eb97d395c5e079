"""From a model in memory to a pruned text, with nothing but the wheel: saved where torch is, used where it is not."""

import json

import pytest
from installed import REPOSITORY, pip, run

TORCH = REPOSITORY / ".cache/venv-tf5/bin/python"

# The wheel's package is imported first: the tests' modules would find the one of the clone.
TRAIN = """
import pruning_pack
import sys
sys.path.insert(0, {tests!r})
from memory import CARD, make_parts
from memory_training import ANSWERS, QUESTIONS, train

parts = make_parts(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
train(parts)
report = pruning_pack.save({output!r}, **parts, **CARD, pairs=list(zip(QUESTIONS, ANSWERS)))
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
    code = TRAIN.format(tests=str(REPOSITORY / "Tests/Shared"), output=package)
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
