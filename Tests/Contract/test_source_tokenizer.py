"""Sources whose tokenizer_config.json says other than tokenizer.json: the package gives what AutoTokenizer of the source gave,
in both versions of transformers, or the setting is named and refused."""

import json

import numpy as np
import pytest
import transformers
from binary import attempt
from checkpoints import make_checkpoint
from consumers import consume
from support import QUERY
from transformers import AutoModelForSequenceClassification
from versions import VERSIONS

# Each test asks both versions. Sources that version 4 saved are part of `make proof`.
pytestmark = [pytest.mark.long] if transformers.__version__.startswith("4") else []
PAIRS = [
    (QUERY, "The Coral RÉEF is in the warm sea 山川, é and É."),
    ("reef[NEW] reefs", "a [NEW]word, [new], reefreef and REEF."),
    (" where", "  "),
]
# Settings, and what the package's report says of them.
REWRITTEN = {
    "cased": ("bert", {"do_lower_case": False}, {}, "do_lower_case"),
    "accents kept": ("bert", {"strip_accents": False}, {}, "strip_accents"),
    "accents stripped": ("bert", {"do_lower_case": False, "strip_accents": True}, {}, "strip_accents"),
    "ideographs": ("bert", {"tokenize_chinese_chars": False}, {}, "tokenize_chinese_chars"),
    "cased by default": ("bert", {"do_lower_case": None}, {"lowercase": False}, "tokenizer.json"),
    "distilbert": ("distilbert", {"do_lower_case": False}, {}, "do_lower_case"),
    "electra": ("electra", {"do_lower_case": False}, {}, "do_lower_case"),
    "a new token": ("bert", {"additional_special_tokens": ["[NEW]"]}, {}, "additional_special_tokens"),
    "a word": ("bert", {"additional_special_tokens": ["reef"]}, {}, "additional_special_tokens"),
    "a mask": ("bert", {"mask_token": "sea"}, {}, "mask_token"),
}
SAME = {
    "as it is": ("bert", {"do_lower_case": True}, {}),
    "prefix space": ("modernbert", {"add_prefix_space": True}, {"add_prefix_space": True}),
    "no prefix space": ("modernbert", {"add_prefix_space": False}, {}),
}
# Classes of which version 5 makes another tokenizer, whatever the settings say.
UNLIKE_IN_FIVE = {"xlm-roberta": ("xlm-roberta", {}, {}), "deberta": ("deberta-v2", {}, {})}
REFUSED = {
    "only in the settings": ({"add_prefix_space": True}, {}, "add_prefix_space"),
    "only in the file": ({}, {"add_prefix_space": True}, "add_prefix_space"),
}


def make_source(place, family, settings, parts):
    checkpoint = make_checkpoint(place, family=family)
    if settings.get("additional_special_tokens") == ["[NEW]"]:
        model = AutoModelForSequenceClassification.from_pretrained(checkpoint / "encoder")
        model.resize_token_embeddings(model.config.vocab_size + 1)
        model.save_pretrained(checkpoint / "encoder")
    file = checkpoint / "encoder/tokenizer_config.json"
    config = {**json.loads(file.read_text()), **settings}
    file.write_text(json.dumps({key: value for key, value in config.items() if value is not None}))
    file = checkpoint / "encoder/tokenizer.json"
    tokenizer = json.loads(file.read_text())
    for key, value in parts.items():
        tokenizer["normalizer" if family == "bert" else "pre_tokenizer"][key] = value
    file.write_text(json.dumps(tokenizer, ensure_ascii=False))
    return checkpoint


def save(checkpoint, package):
    return attempt(
        "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", package,
        "--hidden-state-source", "last_hidden_state", "--no-verify",
    )


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """Sources and their packages by name, and what `save` said."""
    made = {}
    for name, (family, settings, parts, *_) in {**REWRITTEN, **SAME, **UNLIKE_IN_FIVE}.items():
        place = tmp_path_factory.mktemp("tokenizer")
        checkpoint = make_source(place / "checkpoint", family, settings, parts)
        code, _, errors = save(checkpoint, place / "package")
        assert code == 0, (name, errors)
        made[name] = (checkpoint / "encoder", place / "package", errors)
    return made


@pytest.fixture(scope="module")
def outputs(packed):
    """What each version gives for each source and its package."""
    directories = [directory for source, package, _ in packed.values() for directory in (source, package)]
    found = {line: consume(line, directories, PAIRS) for line in VERSIONS}
    return {
        name: {line: (found[line][2 * number], found[line][2 * number + 1]) for line in VERSIONS}
        for number, name in enumerate(packed)
    }


@pytest.mark.parametrize("name", [*REWRITTEN, *SAME])
@pytest.mark.one_version
def test_the_package_gives_what_the_source_gave(outputs, name):
    for line, (source, package) in outputs[name].items():
        assert "error" not in source and "error" not in package, (line, source, package)
        assert source["ids"] == package["ids"], line
        for key in ("logits", "scores"):
            assert np.abs(np.array(source[key]) - np.array(package[key])).max() < 1e-4, (line, key)
    assert outputs[name]["tf4"][1]["ids"] == outputs[name]["tf5"][1]["ids"]


@pytest.mark.parametrize("name", UNLIKE_IN_FIVE)
def test_a_class_that_version_5_builds_anew(packed, outputs, name):
    """The package follows the file, as version 4 does, in both versions, and says so."""
    source = outputs[name]["tf4"][0]
    assert source["ids"] != outputs[name]["tf5"][0]["ids"]
    for _, package in outputs[name].values():
        assert package["ids"] == source["ids"]
        assert np.abs(np.array(source["scores"]) - np.array(package["scores"])).max() < 1e-4
    assert "tokenizer.json follows transformers 4" in packed[name][2]


@pytest.mark.parametrize("name", REWRITTEN)
def test_what_was_rewritten_is_said(packed, name):
    source, package, errors = packed[name]
    assert "tokenizer.json" in errors and REWRITTEN[name][3] in errors
    assert (source / "tokenizer.json").read_bytes() != (package / "tokenizer.json").read_bytes()
    assert (package / "tokenizer.json").read_bytes() == (package / "ranking_model/tokenizer.json").read_bytes()
    assert REWRITTEN[name][3] in (package / "README.md").read_text()


@pytest.mark.parametrize("name", [*SAME, *UNLIKE_IN_FIVE])
def test_a_tokenizer_that_is_what_its_settings_say_is_copied(packed, name):
    source, package, _ = packed[name]
    assert (source / "tokenizer.json").read_bytes() == (package / "tokenizer.json").read_bytes()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.one_version
def test_a_setting_that_the_versions_read_differently_is_refused(name, tmp_path):
    settings, parts, named = REFUSED[name]
    checkpoint = make_source(tmp_path / "checkpoint", "modernbert", settings, parts)
    code, _, errors = save(checkpoint, tmp_path / "package")
    assert code == 1 and named in errors and not (tmp_path / "package").exists()
    four, five = (consume(line, [checkpoint / "encoder"], PAIRS)[0]["ids"] for line in VERSIONS)
    assert four != five
