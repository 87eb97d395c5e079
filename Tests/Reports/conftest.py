"""Packages to report on, made by the command from the trained example."""

import json
import shutil

import pytest
from command import REPOSITORY, run

# Text that some format would take for its own syntax.
HOSTILE = "/x/</td>]]>&\"'<script>alert(1)</script>%0A::error::\u2028\x1b[31m\u202e"
HOSTILE_NAME = "a%b,c:d\n::warning::<img src=x>\x07.json"


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    """A directory with `good`, and `bad`, which has errors, a warning and names that are traps."""
    place = tmp_path_factory.mktemp("workspace")
    example = REPOSITORY / "examples/tiny-pruner"
    run(
        "save", "--ranking-model", example / "ranking_model", "--pruning-head", example / "pruning_head.safetensors",
        "--reference", example / "reference_outputs.json", "--output", place / "good", "--license", "apache-2.0",
        "--language", "en", "--base-model", "example/tiny", "--quiet", expect=0,
    )
    bad = place / "bad"
    shutil.copytree(place / "good", bad)
    config = json.loads((bad / "config.json").read_text())
    config["base_model_name_or_path"] = HOSTILE
    (bad / "config.json").write_text(json.dumps(config, indent=2))
    (bad / HOSTILE_NAME).write_text('{\n "a": 1, "a": 2}')
    (bad / "encoder_model").mkdir()
    (bad / "pruning_head/model.safetensors").write_bytes(b"")
    return place
