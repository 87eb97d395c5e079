"""AutoTokenizer gives the ids of tokenizer.json, in both versions, at the root and beside the encoder."""

import json

import pytest
from checkpoints import FAMILIES, MAIN_FAMILIES
from support import ENCODER, MODES, PASSAGES, QUERY, load_tokenizer
from tokenizers import Tokenizer
from transformers import AutoTokenizer

TEXTS = [
    *PASSAGES, "", " ", "a\tb", "a\nb", "a\u3000b", "Ünïcode Über", "山川 river", "WHERE is It?", "e\u0301",
    "[SEP]</s>", "a  b   c", "\u200dreef\u00a0",
]


def uses_types(directory):
    root = directory if (directory / "pruning_head").exists() else directory.parent
    return json.loads((root / "config.json").read_text())["use_token_type_ids"]


@pytest.mark.parametrize("place", ["root", "encoder"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_ids_are_those_of_the_file(package, family, mode, place):
    """A family's own class rebuilds the pipeline in transformers 5 and overrides its settings in 4."""
    directory = package(mode=mode, family=family)
    if place == "encoder":
        directory = directory / ENCODER[mode]
    tokenizer, file = load_tokenizer(directory), Tokenizer.from_file(str(directory / "tokenizer.json"))
    for text in TEXTS:
        single, expected = tokenizer(text), file.encode(text)
        assert single["input_ids"] == expected.ids, text
        # As a batch: transformers takes a lone pair with an empty second text for a single text.
        pair, expected = tokenizer([QUERY], [text], return_offsets_mapping=True), file.encode(QUERY, text)
        assert pair["input_ids"] == [expected.ids], text
        assert pair["offset_mapping"] == [expected.offsets], text
        assert pair.sequence_ids(0) == expected.sequence_ids, text
        if uses_types(directory):
            assert pair["token_type_ids"] == [expected.type_ids] and 1 in expected.type_ids


@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_model_inputs_do_not_depend_on_the_version(package, family):
    """PreTrainedTokenizerFast's own list has token_type_ids in transformers 4 and has not in 5."""
    for directory in (package(family=family), package(family=family) / "ranking_model"):
        names = {"input_ids", "attention_mask"} | ({"token_type_ids"} if uses_types(directory) else set())
        assert set(load_tokenizer(directory)(QUERY, PASSAGES[0])) == names
    assert uses_types(package(family=family)) == (family == "bert")


@pytest.mark.parametrize("family", MAIN_FAMILIES)
def test_special_tokens_padding_and_length(package, family):
    for directory in (package(family=family), package(family=family) / "ranking_model"):
        tokenizer = load_tokenizer(directory)
        for name, token in FAMILIES[family].specials.items():
            assert getattr(tokenizer, f"{name}_token") == token
        assert tokenizer.model_max_length == 64
        padded = tokenizer(PASSAGES, padding=True)
        assert padded["input_ids"][1][-1] == tokenizer.pad_token_id and padded["attention_mask"][1][-1] == 0
        assert len(tokenizer(" ".join(PASSAGES * 20), truncation=True)["input_ids"]) == 64


@pytest.mark.parametrize("family, name", [("bert", "BertTokenizerFast"), ("modernbert", "PreTrainedTokenizerFast")])
def test_one_class_in_every_file(package, family, name):
    """test_tokenizer_class.py has which."""
    directory = package(family=family)
    for file in ("config.json", "tokenizer_config.json", "ranking_model/tokenizer_config.json"):
        assert json.loads((directory / file).read_text())["tokenizer_class"] == name


def test_root_and_encoder_are_the_same(package):
    directory = package()
    assert (directory / "tokenizer.json").read_bytes() == (directory / "ranking_model/tokenizer.json").read_bytes()


def test_the_checkpoints_file_is_taken_as_it_is(package):
    directory = package()
    source = directory.parent / "checkpoint/encoder/tokenizer.json"
    assert (directory / "tokenizer.json").read_bytes() == source.read_bytes()


def test_loading_the_tokenizer_needs_no_trust(package, monkeypatch):
    """transformers 5 offers to run the code; declined, or unattended, it loads the tokenizer all the same."""
    monkeypatch.setattr("builtins.input", lambda prompt: "n")
    tokenizer = AutoTokenizer.from_pretrained(package(), trust_remote_code=False)
    assert tokenizer(QUERY)["input_ids"] == load_tokenizer(package())(QUERY)["input_ids"]


def test_truncation_and_padding_in_the_file_are_not_applied(package):
    """Raw `tokenizers` applies them; transformers does not, and neither does anything of ours."""
    plain, baked = package(), package(truncation_in_tokenizer=True)
    assert len(Tokenizer.from_file(str(baked / "tokenizer.json")).encode(PASSAGES[0], PASSAGES[1]).ids) == 12
    ids = [load_tokenizer(each)(PASSAGES, PASSAGES)["input_ids"] for each in (plain, baked)]
    assert ids[0] == ids[1]
    assert load_tokenizer(baked).model_max_length == 64
