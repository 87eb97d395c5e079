"""save --python: source and package run side by side, and the source's outputs are what the package carries."""

import json
import sys

import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import make_checkpoint
from sampled import sampled
from support import DTYPE, MODES, PRUNING_ONLY, RERANKING_PRUNING, load_tokenizer
from test_source_cross_encoder import change
from transformers import AutoModel, AutoModelForSequenceClassification
from variants import ForkEncoder, OpenProvence


def save(checkpoint, package, mode, *flags):
    option = "--ranking-model" if mode == RERANKING_PRUNING else "--encoder-model"
    return attempt(
        "save", option, checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", package,
        "--python", sys.executable, *flags,
    )


def recording(package):
    return json.loads((package / "reference_outputs.json").read_text())


@pytest.mark.parametrize(
    "family, mode", sampled([(family, mode) for family in ("bert", "modernbert") for mode in MODES], 3)
)
def test_what_is_recorded_is_what_the_source_gives(family, mode, tmp_path):
    checkpoint = make_checkpoint(tmp_path / "checkpoint", family=family, mode=mode)
    code, _, errors = save(checkpoint, tmp_path / "package", mode, "--hidden-state-source", "last_hidden_state")
    assert code == 0, errors
    recorded = recording(tmp_path / "package")
    assert recorded["origin"] == "source"
    auto = AutoModel if mode == PRUNING_ONLY else AutoModelForSequenceClassification
    model = auto.from_pretrained(checkpoint / "encoder", **{DTYPE: torch.float32}).eval()
    tokenizer = load_tokenizer(checkpoint / "encoder")
    for case in recorded["cases"]:
        inputs = tokenizer([case["query"]], [case["document"]], truncation=True, max_length=64, return_tensors="pt")
        if family == "modernbert":
            inputs.pop("token_type_ids", None)
        assert inputs["input_ids"][0].tolist() == case["input_ids"]
        if mode == RERANKING_PRUNING:
            with torch.no_grad():
                assert model(**inputs).logits[0, 0].item() == pytest.approx(case["ranking_logit"], abs=1e-5)
    code, report, _ = attempt("verify", tmp_path / "package", "--format", "json")
    assert not [each for each in json.loads(report)["findings"] if each["rule"] == "RUN007"]


@pytest.mark.long
@pytest.mark.parametrize("options", [{"dtype": torch.float16}, {"labels": 3}, {"family": "modernbert"}], ids=str)
def test_kinds_of_sources(options, tmp_path):
    checkpoint = make_checkpoint(tmp_path / "checkpoint", **options)
    flags = ["--hidden-state-source", "pre_final_norm"] if "family" in options else []
    code, _, errors = save(checkpoint, tmp_path / "package", RERANKING_PRUNING, *flags)
    assert code == 0 and recording(tmp_path / "package")["origin"] == "source", errors


@pytest.mark.one_version
def test_a_package_unlike_its_source_is_not_written(tmp_path):
    """The source's own tokenizer gives no token types, and the option says that the model was trained with them."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    change(checkpoint / "encoder/tokenizer_config.json", model_input_names=["input_ids", "attention_mask"])
    code, _, errors = save(checkpoint, tmp_path / "other", RERANKING_PRUNING, "--token-type-ids", "used")
    assert code == 1 and "the source gives a different ranking_logit" in errors
    assert not (tmp_path / "other").exists()


@pytest.mark.long
def test_rounded_weights_are_recorded_from_the_package(tmp_path):
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    code, _, errors = save(checkpoint, tmp_path / "package", RERANKING_PRUNING, "--dtype", "float16")
    assert code == 0 and recording(tmp_path / "package")["origin"] == "package"
    assert "the outputs are the package's own" in errors


@pytest.mark.one_version
@pytest.mark.parametrize("layout", sampled(["V3", "V9"], 2))
def test_the_ranking_model_of_another_layout(layout, tmp_path):
    source = ForkEncoder(layout, "bert").save(tmp_path / "source")
    pruning_pack("save", "--from", source, "--output", tmp_path / "package", "--python", sys.executable)
    assert recording(tmp_path / "package")["origin"] == "source"


@pytest.mark.one_version
def test_code_of_a_source_is_not_run(tmp_path):
    source = OpenProvence("bert").save(tmp_path / "source")
    (source / "modeling.py").write_text("raise SystemExit('run')\n")
    pruning_pack("save", "--from", source, "--output", tmp_path / "package", "--python", sys.executable)
    assert recording(tmp_path / "package")["origin"] == "package"
