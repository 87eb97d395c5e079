"""Packages to report on, made by the command from the trained example."""

import json
import shutil

import pytest
from command import REPOSITORY, run
from hostile_names import HOSTILE, HOSTILE_NAME


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
    (bad / HOSTILE_NAME).write_text(f'{{"token": "hf_{"a1B2c3D4" * 4}xY"}}')
    head = bad / "pruning_head/config.json"
    head.write_text(head.read_text().replace("{", '{\n "a": 1, "a": 2,', 1))
    (bad / "encoder_model").mkdir()
    (bad / "pruning_head/model.safetensors").write_bytes(b"")
    return place


@pytest.fixture(scope="session")
def worst(workspace):
    """The directory of a package with more than ten faults of all kinds, which still can be read."""
    place = workspace / "worst"
    shutil.copytree(workspace / "good", place)

    def edit(path, **keys):
        config = json.loads((place / path).read_text())
        config.update(keys)
        (place / path).write_text(json.dumps(config, indent=2))

    edit(
        "config.json", base_model_name_or_path="/home/someone/models/tiny", max_length=100_000,
        auto_map={"AutoConfig": "nowhere.Config"}, hidden_size=7,
    )  # fmt: skip
    edit("ranking_model/config.json", _name_or_path="/home/someone/out", id2label={"0": "A", "1": "B"})
    edit("tokenizer_config.json", model_max_length=7, sep_token=None)
    card = place / "README.md"
    text = card.read_text(encoding="utf-8").replace("license: apache-2.0", "license: apache2")
    card.write_text(f"{text}\n\nTODO: use hf_{'a1B2c3D4' * 4}xY to download it.\n", encoding="utf-8")
    (place / "extra.py").write_text("import os, sys\nos.system('echo hello')\n\ndef broken(:\n    pass\n")
    (place / "model.pkl").write_bytes(b"cos\nsystem\n(S'echo hello'\ntR.")
    (place / ".DS_Store").write_bytes(b"\0")
    head = place / "pruning_head/model.safetensors"
    content = bytearray(head.read_bytes())
    content[-4:] = b"\0\0\xc0\x7f"
    head.write_bytes(content)
    return place
