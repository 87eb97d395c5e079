"""Keys and files that the gate judges: each is loaded by this environment's libraries, and does what the gate says of it."""

import json
import re
import shutil

import names
import pytest
import torch
import transformers
from binary import REPOSITORY, attempt
from checkpoints import FAMILIES
from sampled import sampled
from sentence_transformers import CrossEncoder
from support import PASSAGES, QUERY, encode, load, run
from transformers import AutoConfig, AutoTokenizer

VERSION = transformers.__version__[0]
ROOT, SUB = "config.json", "ranking_model/config.json"
BOTH = (ROOT, SUB)

# (family, files, key, value, the versions that it harms): the gate refuses what harms either.
KEYS = [
    ("bert", BOTH, "to_dict", 1, "45"),
    ("bert", BOTH, "save_pretrained", "x", "45"),
    ("bert", BOTH, "use_return_dict", True, "45"),
    ("bert", BOTH, "get_text_config", 1, "45"),
    ("bert", BOTH, "__class__", "x", "45"),
    ("bert", [ROOT], "encoder_directory", "x", "45"),
    ("bert", BOTH, "_experts_implementation", "eager", ""),
    ("bert", BOTH, "name_or_path", "acme/model", ""),
    ("bert", [SUB], "transformers_weights", "best.safetensors", "45"),
    ("bert", [SUB], "transformers_weights", None, ""),
    ("bert", BOTH, "configuration_files", ["config.4.0.0.json"], "45"),
    ("bert", BOTH, "configuration_files", ["config.json", "x"], ""),
    ("bert", BOTH, "configuration_files", 7, "45"),
    ("bert", [SUB], "attribute_map", {"hidden_size": "intermediate_size"}, "45"),
    ("bert", BOTH, "attribute_map", {"x": "y"}, ""),
    ("bert", BOTH, "attribute_map", 7, "45"),
    ("distilbert", [SUB], "attribute_map", {}, "45"),
    ("bert", BOTH, "sub_configs", {}, "5"),
    ("bert", BOTH, "problem_type", "x", "4"),
    ("bert", BOTH, "problem_type", "regression", ""),
    ("bert", BOTH, "output_attentions", True, "5"),
    ("bert", BOTH, "output_attentions", False, ""),
    ("bert", BOTH, "experts_implementation", True, "5"),
    ("bert", [SUB], "fusion_config", True, "5"),
    ("bert", [SUB], "distributed_config", True, "5"),
    ("bert", BOTH, "per_layer_config", {"0": {"hidden_act": "relu"}}, "5"),
    ("bert", BOTH, "per_layer_config", None, ""),
    ("bert", [SUB], "layer_types", ["full_attention"] * 3, ""),
    ("bert", [SUB], "layer_types", ["full_attention"], "5"),
    ("bert", [SUB], "layer_types", "x", "5"),
    ("bert", BOTH, "mtp_layer_types", 7, "5"),
    ("bert", [SUB], "auto_map", 7, "45"),
    ("bert", [SUB], "auto_map", {"AutoConfig": "x.Y"}, ""),
    ("bert", BOTH, "base_model_tp_plan", True, "45"),
    ("bert", BOTH, "base_model_pp_plan", "x", "45"),
    ("bert", BOTH, "base_model_ep_plan", True, "5"),
    ("bert", BOTH, "base_model_tp_plan", {}, ""),
    ("bert", BOTH, "rope_scaling", 7, "5"),
    ("bert", [ROOT], "rope_parameters", {"x": 1}, ""),
    ("bert", [SUB], "sep_token_id", ["x"], ""),
    ("bert", BOTH, "foo", 1, ""),
    ("bert", [ROOT], "return_dict", 0, "45"),
    ("bert", [ROOT], "return_dict", None, "45"),
    ("bert", [SUB], "is_causal", 0.0, "5"),
    ("bert", BOTH, "is_causal", False, ""),
    ("bert", [ROOT], "is_causal", True, ""),
    # Null, which is not absent.
    ("bert", [SUB], "position_embedding_type", None, "4"),
    ("bert", [SUB], "pruned_heads", None, "4"),
    ("bert", [SUB], "attention_probs_dropout_prob", None, "45"),
    ("bert", [SUB], "classifier_dropout", None, ""),
    ("bert", [ROOT], "pruning_pack_format", None, "45"),
    ("bert", [ROOT], "hidden_state_source", None, "45"),
    ("xlm-roberta", [SUB], "pad_token_id", None, "45"),
    ("deberta-v2", [SUB], "pooler_hidden_size", None, "45"),
    ("modernbert", [SUB], "global_attn_every_n_layers", None, "4"),
    ("modernbert", [SUB], "global_rope_theta", None, "4"),
    # What only one version reads.
    ("modernbert", [SUB], "layer_types", ["full_attention"] * 3, "5"),
    ("modernbert", [SUB], "layer_types", ["full_attention", "sliding_attention", "sliding_attention"], ""),
    ("modernbert", [SUB], "sliding_window", 1, "5"),
    ("modernbert", [SUB], "sliding_window", 4, ""),
    ("modernbert", [SUB], "rope_parameters", {"full_attention": {"rope_type": "default", "rope_theta": 9.0}}, "5"),
    ("modernbert", [SUB], "rope_parameters", {"full_attention": {"rope_type": "default"}}, ""),
]
ADAPTER = json.dumps({"base_model_name_or_path": "acme/other", "peft_type": "LORA", "r": 8, "target_modules": ["query"]})
IMAGES = {"image_processor_type": "CLIPImageProcessor"}
MODULES = json.dumps([{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.base.modules.transformer.Transformer"}])
SETTINGS = {"model_type": "CrossEncoder", "activation_fn": "torch.nn.modules.activation.Sigmoid", "prompts": {}}
TRANSFORMER = {
    "transformer_task": "sequence-classification", "module_output_name": "scores",
    "modality_config": {"text": {"method": "forward", "method_output_name": "logits"}},
}


def saved_by_cross_encoder(settings=(), transformer=()):
    return {
        "modules.json": MODULES, "config_sentence_transformers.json": json.dumps({**SETTINGS, **dict(settings)}),
        "sentence_bert_config.json": json.dumps({**TRANSFORMER, **dict(transformer)}),
    }


PROMPT = {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
FILES = [
    ({"adapter_config.json": ADAPTER}, "45"),
    ({"ranking_model/adapter_config.json": ADAPTER}, "5"),
    ({"preprocessor_config.json": json.dumps({**IMAGES, "processor_class": "CLIPProcessor"})}, "5"),
    ({"preprocessor_config.json": json.dumps(IMAGES)}, ""),
    ({"processor_config.json": "{}"}, ""),
    ({"chat_template.jinja": "{{ messages }}"}, "5"),
    ({"additional_chat_templates/tool.jinja": "x"}, "5"),
    ({"special_tokens_map.json": json.dumps({"chat_template": "{{ messages }}"})}, "5"),
    ({"chat_template.json": json.dumps({"chat_template": "{{ messages }}"})}, ""),
    ({"special_tokens_map.json": '{"fast_tokenizer_files": 0}'}, "45"),
    ({"special_tokens_map.json": '{"fast_tokenizer_files": "x"}'}, ""),
    ({"modules.json": MODULES}, ""),
    ({"config_sentence_transformers.json": json.dumps({**SETTINGS, **PROMPT})}, ""),
    (saved_by_cross_encoder(), ""),
    (saved_by_cross_encoder({"activation_fn": "torch.nn.modules.activation.Tanh"}), "5"),
    (saved_by_cross_encoder(PROMPT), "5"),
    (saved_by_cross_encoder({"prompts": PROMPT["prompts"]}), ""),
    (saved_by_cross_encoder(transformer={"max_seq_length": 8}), "5"),
    ({"metrics.json": '{"loss": NaN}'}, ""),
    ({"predictions.json": '{"a": 1}\n{"a": 2}\n'}, ""),
]


def outputs(package, tmp_path):
    """What the package's users get: the logits, the scores of CrossEncoder, and the same from the saved model."""
    AutoConfig.from_pretrained(package / "ranking_model").to_dict()
    inputs = encode(package)
    model = load(package)
    output = run(model, inputs)
    found = [output.logits, output.pruning_logits[inputs["attention_mask"].bool()]]
    model.save_pretrained(tmp_path / "again")
    AutoTokenizer.from_pretrained(package).save_pretrained(tmp_path / "again")
    AutoTokenizer.from_pretrained(tmp_path / "again")
    found.append(run(load(tmp_path / "again"), inputs).logits)
    # Alone, a text has no padding, and version 5 no mask.
    alone = {key: value[:1, : inputs["attention_mask"][0].sum()] for key, value in inputs.items()}
    found.append(run(model, alone).pruning_logits)
    reranker = CrossEncoder(str(package), trust_remote_code=True, device="cpu")
    found.append(torch.tensor(reranker.predict([(QUERY, passage) for passage in PASSAGES], show_progress_bar=False)))
    return [each.detach().float() for each in found]


WANTED = {}


def harms(package, good, tmp_path):
    if good not in WANTED:
        WANTED[good] = outputs(good, tmp_path)
    wanted = WANTED[good]
    try:
        found = outputs(package, tmp_path)
    except Exception:
        return True
    return any(a.shape != b.shape or not torch.allclose(a, b, atol=1e-5) for a, b in zip(found, wanted))


def is_refused(package):
    code, output, errors = attempt("verify", "--format", "json", "--threads", "1", package)
    assert code in (0, 1), errors
    return any(finding["severity"] == "error" for finding in json.loads(output)["findings"])


def update(file, **keys):
    document = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(document | keys), encoding="utf-8")


@pytest.mark.parametrize("family, files, key, value, versions", sampled(KEYS, 8))
def test_key(package, tmp_path, family, files, key, value, versions):
    good = package(family=family)
    for number, file in enumerate(files):
        changed = tmp_path / f"changed-{number}"
        shutil.copytree(good, changed)
        update(changed / file, **{key: value})
        assert harms(changed, good, tmp_path) == (VERSION in versions), file
        assert is_refused(changed) == bool(versions), file


@pytest.mark.parametrize("family", FAMILIES)
def test_a_text_that_is_alone_sees_only_what_came_before(package, tmp_path, family):
    good, changed = package(family=family), tmp_path / "changed"
    shutil.copytree(good, changed)
    update(changed / SUB, is_causal=True)
    reads = family not in ("deberta-v2", "mpnet")
    assert harms(changed, good, tmp_path) == (reads and VERSION == "5")
    assert is_refused(changed) == reads


@pytest.mark.parametrize("family", ["deberta-v2", "modernbert"])
@pytest.mark.parametrize("encoder, tied, versions", [(True, True, "4"), (1, "x", "4"), (True, False, ""), (False, True, "")])
def test_a_decoder_tied_to_the_encoder(package, tmp_path, family, encoder, tied, versions):
    good, changed = package(family=family), tmp_path / "changed"
    shutil.copytree(good, changed)
    update(changed / SUB, is_encoder_decoder=encoder, tie_encoder_decoder=tied)
    assert harms(changed, good, tmp_path) == (VERSION in versions)
    assert is_refused(changed) == bool(versions)


@pytest.mark.parametrize(
    "family, key", [("deberta-v2", "pooler_hidden_size"), ("deberta-v2", "pooler_hidden_act"), ("modernbert", "classifier_activation")])
def test_a_setting_of_a_classifier_that_is_not_there(package, tmp_path, family, key):
    good, changed = package(family=family, mode="pruning_only"), tmp_path / "changed"
    shutil.copytree(good, changed)
    update(changed / "encoder_model/config.json", **{key: 7 if key.endswith("size") else "x"})
    wanted, found = (run(load(each, "pruning_only"), encode(each)).pruning_logits for each in (good, changed))
    assert torch.equal(wanted, found)
    assert not is_refused(changed)


@pytest.mark.parametrize("files, versions", sampled(FILES, 4))
def test_file(package, tmp_path, files, versions):
    if "adapter_config.json" in "".join(files):
        pytest.importorskip("peft")
    good, changed = package(), tmp_path / "changed"
    shutil.copytree(good, changed)
    for name, text in files.items():
        (changed / name).parent.mkdir(exist_ok=True)
        (changed / name).write_text(text, encoding="utf-8")
    assert harms(changed, good, tmp_path) == (VERSION in versions)
    assert is_refused(changed) == bool(versions)


def table(name):
    """One of the tables of Swift: {(family, or "" for the root, or None for all): keys}."""
    file = REPOSITORY / "Sources/PackValidation/Areas/Config/ConsumedKeys.generated.swift"
    body = re.search(rf'{name}: StaticString = """(.*?)"""', file.read_text(encoding="utf-8"), re.DOTALL)[1]
    found = {None: set()}
    for word in body.replace("\\", " ").split():
        family, slash, key = word.rpartition("/")
        found.setdefault(family if slash else None, set()).add(key)
    return found


@pytest.mark.parametrize("family", ["", *FAMILIES])
def test_the_tables_have_what_this_version_has(family):
    """Written again by Tools/generate/consumed_keys.py."""
    kind = type(AutoConfig.for_model(family)) if family else names.modelling_file()
    for name, keys in (("memberTable", names.members(kind)), ("parameterTable", names.parameters(kind))):
        known = table(name)
        assert set(keys) <= known[None] | known.get(family, set()), name
