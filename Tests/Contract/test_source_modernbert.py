"""ModernBERT in the dialects of transformers 4 and 5: the package computes the source's model in both, or says which it needs."""

import json

import numpy as np
import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import make_checkpoint
from consumers import consume
from support import PASSAGES, QUERY
from test_source_cross_encoder import LINE
from versions import VERSIONS

PAIRS = [(QUERY, passage) for passage in PASSAGES]
OLDER = ("global_attn_every_n_layers", "global_rope_theta", "local_rope_theta")
NEWER = ("layer_types", "rope_parameters")
GLOBAL, LOCAL = "full_attention", "sliding_attention"
ROPE = {name: {"rope_type": "default", "rope_theta": theta} for name, theta in ((GLOBAL, 50000.0), (LOCAL, 700.0))}
# What a configuration says, and the line of transformers that reads it.
SOURCES = {
    "older": ({"global_attn_every_n_layers": 2, "global_rope_theta": 50000.0, "local_rope_theta": 700.0}, "tf4"),
    "older without local_rope_theta": ({"global_attn_every_n_layers": 2, "global_rope_theta": 500.0, "local_rope_theta": None}, "tf4"),
    "newer": ({"layer_types": [GLOBAL, LOCAL, GLOBAL], "rope_parameters": ROPE}, "tf5"),
    "both": (
        {"layer_types": [GLOBAL, LOCAL, LOCAL], "rope_parameters": ROPE, "global_attn_every_n_layers": 3,
         "global_rope_theta": 50000.0, "local_rope_theta": 700.0, "sliding_window": 4}, "tf5",
    ),
    "global only": ({"layer_types": [GLOBAL] * 3, "rope_parameters": ROPE}, "tf5"),
    "one global": ({"layer_types": [GLOBAL, LOCAL, LOCAL], "rope_parameters": ROPE}, "tf5"),
}
IRREGULAR = {"layer_types": [LOCAL, GLOBAL, LOCAL], "rope_parameters": ROPE}


def make_source(place, values):
    checkpoint = make_checkpoint(place, family="modernbert")
    file = checkpoint / "encoder/config.json"
    config = json.loads(file.read_text())
    for key in (*OLDER, *NEWER, "sliding_window"):
        config.pop(key, None)
    file.write_text(json.dumps({**config, **values}))
    return checkpoint


def save(checkpoint, package, *flags):
    return attempt(
        "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", package,
        "--hidden-state-source", "last_hidden_state", *flags,
    )


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    place = tmp_path_factory.mktemp("modernbert")
    made = {}
    for number, (name, (values, line)) in enumerate(SOURCES.items()):
        checkpoint = make_source(place / f"{number}", values)
        code, _, errors = save(checkpoint, place / f"package{number}", "--no-verify")
        assert code == 0, errors
        made[name] = (checkpoint / "encoder", place / f"package{number}", line)
    return made


@pytest.mark.skipif(LINE != "tf5", reason="it needs each version once")
@pytest.mark.one_version
def test_both_versions_compute_the_source(packed):
    expected = {}
    for line in VERSIONS:
        names = [name for name, (_, _, of) in packed.items() if of == line]
        for name, outputs in zip(names, consume(line, [packed[name][0] for name in names], PAIRS)):
            expected[name] = outputs
    for line in VERSIONS:
        found = consume(line, [package for _, package, _ in packed.values()], PAIRS)
        for name, outputs in zip(packed, found):
            assert "error" not in outputs and "error" not in expected[name], (name, outputs, expected[name])
            assert np.abs(np.array(outputs["logits"]) - np.array(expected[name]["logits"])).max() < 1e-4, (line, name)
    logits = [np.array(outputs["logits"]).ravel() for outputs in expected.values()]
    assert np.abs(logits[0] - logits[1]).max() > 1e-3 and np.abs(logits[2] - logits[4]).max() > 1e-3


def test_the_package_says_everything_twice(packed):
    for name, (_, package, _) in packed.items():
        config = json.loads((package / "ranking_model/config.json").read_text())
        assert all(key in config for key in (*OLDER, *NEWER)) and "sliding_window" not in config, name
        assert "requires_transformers" not in json.loads((package / "config.json").read_text())


@pytest.mark.long
@pytest.mark.skipif(LINE != "tf5", reason="it needs each version once")
def test_layers_that_version_4_cannot_have(tmp_path):
    checkpoint = make_source(tmp_path / "checkpoint", IRREGULAR)
    code, _, errors = save(checkpoint, tmp_path / "package", "--no-verify")
    assert code == 0 and "requires transformers >=5.0.0" in errors
    config = json.loads((tmp_path / "package/config.json").read_text())
    assert config["requires_transformers"] == ">=5.0.0"
    assert 'pip install -U "transformers>=5.0.0"' in (tmp_path / "package/README.md").read_text()
    four, five = (consume(line, [tmp_path / "package"], PAIRS)[0] for line in ("tf4", "tf5"))
    assert "ImportError" in four["error"] and "transformers>=5.0.0" in four["error"]
    source = consume("tf5", [checkpoint / "encoder"], PAIRS)[0]
    assert np.abs(np.array(five["logits"]) - np.array(source["logits"])).max() < 1e-4
    # An interpreter that cannot is no fault of the package's.
    code, report, _ = attempt("verify", tmp_path / "package", "--python", VERSIONS["tf4"], "--format", "json")
    report = json.loads(report)
    assert not [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert any("requires transformers >=5.0.0, and the interpreter has 4.52" in note for note in report["notes"])
    code, _, errors = attempt("record", tmp_path / "package", "--python", VERSIONS["tf4"])
    assert code == 1 and "expected transformers >=5.0.0" in errors.replace(": ", " ")
    pruning_pack("export", tmp_path / "package", "--output", tmp_path / "ranker", "--quiet")
    assert "transformers `>=5.0.0`" in (tmp_path / "ranker/README.md").read_text()


@pytest.mark.parametrize(
    "change,named",
    [({"global_attn_every_n_layers": 2}, "global_attn_every_n_layers"), ({"global_rope_theta": 1.0}, "global_rope_theta"),
     ({"local_rope_theta": 1.0}, "local_rope_theta"), ({"sliding_window": 9}, "sliding_window")],
)
def test_dialects_that_contradict_each_other_are_refused(change, named, tmp_path):
    checkpoint = make_source(tmp_path / "checkpoint", {**SOURCES["both"][0], **change})
    code, _, errors = save(checkpoint, tmp_path / "package", "--no-verify")
    assert code == 1 and f"{named} contradicts" in errors
