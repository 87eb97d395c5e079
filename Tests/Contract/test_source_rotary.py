"""GTE, EuroBERT and Nomic BERT, which only newer releases of transformers 5 have: the package computes the source's model there,
and says in version 4 which one it needs."""

import json

import numpy as np
import pytest
import torch
from binary import attempt
from checkpoints import make_checkpoint
from consumers import consume
from safetensors.torch import load_file, save_file
from support import PASSAGES, QUERY, difference, load
from test_score import score
from test_source_cross_encoder import LINE
from transformers import AutoModelForSequenceClassification
from versions import VERSIONS

pytestmark = [pytest.mark.skipif(LINE != "tf5", reason="version 4 has none of them"), pytest.mark.one_version]

PAIRS = [(QUERY, passage) for passage in PASSAGES]
SINCE = {"gte": "5.18.0", "eurobert": "5.3.0", "nomic_bert": "5.5.0"}
YARN = {"rope_type": "yarn", "rope_theta": 200.0, "factor": 2.0, "original_max_position_embeddings": 16}
# What a configuration says, by family.
OPTIONS = {
    "gte": [
        {"rope_parameters": YARN, "hidden_act": "silu"},
        {"rope_parameters": {"rope_type": "linear", "rope_theta": 100.0, "factor": 2.0}, "type_vocab_size": 0},
        {"head_dim": 12, "num_attention_heads": 3},
    ],
    "eurobert": [
        {"classifier_pooling": "bos", "num_key_value_heads": 1, "attention_bias": True},
        {"classifier_pooling": "mean", "num_key_value_heads": 4, "mlp_bias": True, "head_dim": 16},
        {"rope_parameters": {
            "rope_type": "llama3", "rope_theta": 100.0, "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
            "original_max_position_embeddings": 16,
        }},
    ],
    "nomic_bert": [
        {"rope_parameters": {"rope_type": "proportional", "rope_theta": 100.0, "partial_rotary_factor": 0.5}},
        {"head_dim": 12, "hidden_act": "gelu", "type_vocab_size": 3},
        {"rope_parameters": {**YARN, "attention_factor": 1.2, "truncate": False}},
    ],
}


def save(checkpoint, package, *flags):
    code, _, errors = attempt(
        "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", package,
        "--no-verify", *flags,
    )
    assert code == 0, errors
    return errors


def hold(checkpoint, package, tmp_path):
    """The encoder, the package in transformers, and the source there give the same numbers."""
    source = consume("tf5", [checkpoint / "encoder"], PAIRS)[0]
    packed = consume("tf5", [package], PAIRS)[0]
    assert "error" not in source and "error" not in packed, (source, packed)
    ours = [each["ranking_logit"] for each in score(package, tmp_path, PAIRS)]
    for found in (packed["logits"], np.array(ours).reshape(len(PAIRS), -1)):
        assert np.abs(np.array(found) - np.array(source["logits"])).max() < 1e-4
    assert np.abs(np.array(packed["scores"]) - np.array(source["scores"])).max() < 1e-4
    assert np.ptp(ours) > 1e-3


@pytest.mark.parametrize("family", SINCE)
def test_the_package_says_which_version_it_needs(tmp_path, family):
    checkpoint, package = make_checkpoint(tmp_path / "checkpoint", family=family), tmp_path / "package"
    wanted = f">={SINCE[family]}"
    assert f"requires transformers {wanted}" in save(checkpoint, package)
    assert json.loads((package / "config.json").read_text())["requires_transformers"] == wanted
    assert f'pip install -U "transformers{wanted}"' in (package / "README.md").read_text()
    hold(checkpoint, package, tmp_path)
    refused = consume("tf4", [package], PAIRS)[0]
    assert "ImportError" in refused["error"] and f"transformers{wanted}" in refused["error"]
    # An interpreter that cannot is no fault of the package's.
    code, report, _ = attempt("verify", package, "--python", VERSIONS["tf4"], "--format", "json")
    report = json.loads(report)
    assert not [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert any(f"requires transformers {wanted}, and the interpreter has 4.52" in note for note in report["notes"])


@pytest.mark.parametrize("family, number", [(family, number) for family, all_of in OPTIONS.items() for number in range(len(all_of))])
def test_options(tmp_path, family, number):
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family=family, labels=1 + number, **OPTIONS[family][number])
    save(checkpoint, tmp_path / "package")
    hold(checkpoint, tmp_path / "package", tmp_path)


@pytest.mark.parametrize("family", ["gte", "nomic_bert"])
def test_names_of_the_modules(tmp_path, family):
    """transformers saves these families under older names, unless it is told not to; both are packed."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family=family)
    encoder = checkpoint / "encoder"
    AutoModelForSequenceClassification.from_pretrained(encoder).save_pretrained(encoder, save_original_format=False)
    assert any("self_attn.q_proj" in name for name in load_file(encoder / "model.safetensors"))
    save(checkpoint, tmp_path / "package")
    hold(checkpoint, tmp_path / "package", tmp_path)


def test_the_first_prefix_of_gte(tmp_path):
    """Its own code called the base model `new`; transformers takes that away."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family="gte")
    file = checkpoint / "encoder/model.safetensors"
    tensors = {name.replace("gte.", "new.", 1): tensor for name, tensor in load_file(file).items()}
    save_file(tensors, file, metadata={"format": "pt"})
    save(checkpoint, tmp_path / "package")
    hold(checkpoint, tmp_path / "package", tmp_path)


@pytest.mark.parametrize("family", SINCE)
def test_long_rows(tmp_path, family):
    """Rows of more tokens than go through the layers at once."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family=family, max_position_embeddings=1200)
    file = checkpoint / "encoder/tokenizer_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "model_max_length": 1200}))
    package = tmp_path / "package"
    save(checkpoint, package, "--max-length", "1100")
    pairs = [(QUERY, " ".join(PASSAGES * 40)), *PAIRS]
    ours = score(package, tmp_path, pairs)
    assert len(ours[0]["input_ids"]) == 1100
    model = load(package, torch_dtype=torch.float32).eval()
    for each in ours:
        names = ("input_ids",) + (("token_type_ids",) if each["token_type_ids"] else ())
        with torch.no_grad():
            output = model(**{name: torch.tensor([each[name]]) for name in names})
        assert difference(torch.tensor(each["pruning_logits"]), output.pruning_logits[0]) < 1e-4
        assert each["ranking_logit"] == pytest.approx(output.logits[0, 0].item(), abs=1e-4)


def test_what_is_refused_names_the_key(tmp_path):
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family="gte")
    file = checkpoint / "encoder/config.json"
    config = json.loads(file.read_text())
    cases = [
        ({"rope_parameters": {"rope_type": "longrope", "rope_theta": 10.0}}, "longest row of a batch"),
        ({"rope_parameters": {"rope_type": "default", "rope_theta": 10.0, "partial_rotary_factor": 0.5}}, "partial_rotary_factor"),
        ({"hidden_act": "mish"}, "hidden_act"),
        ({"num_attention_heads": 5, "hidden_size": 32, "head_dim": 7}, "head_dim"),
    ]
    for change, named in cases:
        file.write_text(json.dumps({**config, **change}))
        code, _, errors = attempt(
            "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output",
            tmp_path / "package", "--no-verify",
        )
        assert code == 1 and named in errors, (change, errors)
