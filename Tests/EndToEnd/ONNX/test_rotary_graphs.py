"""Graphs of the families that this environment's transformers does not have: their checkpoints are made by version 5."""

import json
import subprocess
from pathlib import Path

import pytest
from packages import pack
from test_graphs import check

ROOT = Path(__file__).resolve().parents[3]
MAKE = """
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
import offline
from checkpoints import make_checkpoint
make_checkpoint(pathlib.Path(sys.argv[2]), **json.loads(sys.argv[3]))
"""
YARN = {"rope_type": "yarn", "rope_theta": 200.0, "factor": 2.0, "original_max_position_embeddings": 16}
CASES = [
    {"family": "gte"},
    {"family": "gte", "mode": "pruning_only", "type_vocab_size": 0, "rope_parameters": YARN},
    {"family": "eurobert"},
    {"family": "eurobert", "classifier_pooling": "mean", "num_key_value_heads": 1, "head_dim": 16, "attention_bias": True,
     "mlp_bias": True},
    {"family": "eurobert", "mode": "pruning_only", "hidden_act": "gelu"},
    {"family": "nomic_bert", "labels": 3},
    {"family": "nomic_bert", "mode": "pruning_only", "rope_parameters": {
        "rope_type": "proportional", "rope_theta": 100.0, "partial_rotary_factor": 0.5}},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """made(options) -> a package whose encoder version 5 has made, once a run."""
    known = {}

    def make(options):
        key = json.dumps(options)
        if key not in known:
            place = tmp_path_factory.mktemp("rotary")
            subprocess.run(
                [ROOT / ".cache/venv-tf5/bin/python", "-c", MAKE, ROOT / "Tests/Shared", place / "checkpoint", key],
                check=True, capture_output=True,
            )
            known[key] = pack(place / "checkpoint", place / "tiny-pruner", mode=options.get("mode", "reranking_pruning"))
        return known[key]

    return make


@pytest.mark.parametrize("options", CASES, ids=str)
def test_graphs_give_the_numbers_of_the_command(made, graph, score, options):
    directory = made(options)
    check(directory, graph(directory), score)
