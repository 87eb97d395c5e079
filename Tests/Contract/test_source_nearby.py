"""Models that are near to what can be packed: each is refused by its name, with the reason, and `inspect` says so too."""

import json

import peft
import pytest
import torch
import transformers
from binary import attempt, pruning_pack
from checkpoints import make_checkpoint, make_model
from conversion import assert_detected
from support import difference
from transformers import AutoModelForTokenClassification
from variants import TokenClassifier

SMALL = dict(
    vocab_size=64, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
    max_position_embeddings=64,
)
MOBILE = dict(embedding_size=16, intra_bottleneck_size=16, true_hidden_size=16)
DECODER = dict(num_key_value_heads=2, head_dim=8, pad_token_id=0)
# A class of transformers with its configuration, and what the refusal says.
MADE = [
    ("MobileBertForTokenClassification", {**SMALL, **MOBILE}, ("MobileBERT", "bottlenecks")),
    ("MobileBertForSequenceClassification", {**SMALL, **MOBILE}, ("MobileBERT", "bottlenecks")),
    ("Qwen3ForCausalLM", {**SMALL, **DECODER}, ("generates text", "only what is before")),
    ("Qwen3ForSequenceClassification", {**SMALL, **DECODER}, ("generates text", "only what is before")),
]
# What only code of their makers' own loads: its configuration.
WRITTEN = [
    ({"model_type": "kompress_v2", "architectures": ["HeadroomCompressorV2"]}, ("Kompress", "no query")),
    ({"model_type": "neobert", "architectures": ["NeoBERTForSequenceClassification"]}, ("NeoBERT", "code of its own")),
    ({"model_type": "new", "architectures": ["NewForSequenceClassification"]}, ("GTE", "transformers 5.18")),
    ({"architectures": ["SomethingForCausalLM"]}, ("generates text", "SomethingForCausalLM")),
]


def assert_refused(source, words, place):
    head = make_checkpoint(place / "checkpoint") / "head"
    sources = [["--from"], ["--encoder-model"], ["--ranking-model", source, "--pruning-head", head]]
    for option, *flags in sources:
        flags = flags or [source, "--pruning-head", head]
        code, _, errors = attempt("save", option, *flags, "--output", place / "package")
        errors = errors.replace("\n", " ")
        assert code == 1 and "config.json" in errors and all(word in errors for word in words), errors
    inspection = json.loads(pruning_pack("inspect", source, "--format", "json"))
    assert inspection["layout"] is None
    assert all(word in json.dumps(inspection["refusal"]) for word in words)
    text = pruning_pack("inspect", source)
    assert "not supported: " in text and words[0] in text


@pytest.mark.parametrize("name,values,words", MADE, ids=[name for name, _, _ in MADE])
def test_what_transformers_saves(name, values, words, tmp_path):
    model_class = getattr(transformers, name)
    model_class(model_class.config_class(**values)).save_pretrained(tmp_path / "source")
    assert_refused(tmp_path / "source", words, tmp_path)


@pytest.mark.parametrize("config,words", WRITTEN, ids=[config["architectures"][0] for config, _ in WRITTEN])
def test_what_code_of_its_own_loads(config, words, tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source/config.json").write_text(json.dumps(config))
    (tmp_path / "source/merged_checkpoint.pt").write_bytes(b"")
    assert_refused(tmp_path / "source", words, tmp_path)


def test_what_is_supported_is_not_refused(package):
    inspection = json.loads(pruning_pack("inspect", package(), "--format", "json"))
    assert inspection["refusal"] is None and "not supported" not in pruning_pack("inspect", package())


def test_an_adapter_on_a_classifier_of_tokens_is_refused_with_the_lines_that_merge_it(tmp_path, monkeypatch):
    labels = {0: "keep", 1: "drop"}
    model, _ = make_model("bert", AutoModelForTokenClassification, num_labels=2, id2label=labels)
    base = tmp_path / "base"
    model.save_pretrained(base)
    adapted = peft.get_peft_model(
        AutoModelForTokenClassification.from_pretrained(base),
        peft.LoraConfig(task_type="TOKEN_CLS", target_modules=["query"]),
    )
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if parameter.requires_grad:  # the adapter's, and the classifier, which is trained with it
                parameter.fill_(0.05)
    source = tmp_path / "adapter"
    adapted.save_pretrained(source)
    TokenClassifier("bert").write_tokenizer(source)
    for option in ("--from", "--encoder-model"):
        code, _, errors = attempt("save", option, source, "--output", tmp_path / "package")
        assert code == 1 and "AutoPeftModelForTokenClassification" in errors
    told = json.loads(pruning_pack("inspect", source, "--format", "json"))["refusal"]["expected"]
    lines = told[told.index("peft.AutoPeft") :].split("; ")
    assert len(lines) == 2
    monkeypatch.chdir(tmp_path)
    for line in lines:
        exec("import peft, transformers; " + line)
    assert_detected(tmp_path / "merged", "token classifier")
    merged = AutoModelForTokenClassification.from_pretrained(tmp_path / "merged").state_dict()
    expected = adapted.merge_and_unload().state_dict()
    assert max(difference(merged[name], expected[name]) for name in expected) < 1e-6
    assert difference(merged["bert.encoder.layer.0.attention.self.query.weight"],
                      model.state_dict()["bert.encoder.layer.0.attention.self.query.weight"]) > 0.01


def test_an_adapter_on_a_model_that_generates_text(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source/adapter_config.json").write_text('{"peft_type": "LORA", "task_type": "CAUSAL_LM"}')
    code, _, errors = attempt("save", "--from", tmp_path / "source", "--output", tmp_path / "package")
    assert code == 1 and "generates text" in errors.replace("\n", " ") and "merge" not in errors, errors
