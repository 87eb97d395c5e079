"""A package names the family's own tokenizer class wherever that gives the ids of tokenizer.json in transformers 4 and 5.

Its ids are compared on hostile texts, and so is what `prepare_for_model` of version 4 makes of ids: FlagEmbedding, for one,
builds its inputs with it.
"""

import json
import random

import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import FAMILIES, LETTERS, WORDS, make_checkpoint, make_tokenizer, write_tokenizer
from packages import pack
from support import PASSAGES, QUERY, load, load_tokenizer
from test_tokenizer import TEXTS
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import __version__

FOUR = __version__.startswith("4.")
GENERAL = "PreTrainedTokenizerFast"
COST = "prepare_for_model"
# Families without a tokenizer class of their own.
CLASSLESS = ("modernbert", "eurobert")
UNUSED = ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"]
# What single classes take before the mask, and where.
MASKS = {
    "roberta": {"normalized": False}, "albert": {"normalized": False}, "camembert": {"normalized": False},
    "xlm-roberta": {"normalized": True}, "mpnet": {"normalized": True},
}  # fmt: skip


def own_tokenizer(name):
    """A tokenizer as the family's own class in version 5 builds it, written by hand: both versions keep it."""
    family = FAMILIES[name]
    specials = list(family.specials.values())
    cls, sep = family.specials["cls"], family.specials["sep"]
    if name in ("bert", "electra", "distilbert", "mpnet", "nomic_bert"):
        tokenizer = make_tokenizer(family)
    elif name == "roberta":
        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
        vocabulary = {token: number for number, token in enumerate(specials + alphabet)}
        tokenizer = Tokenizer(
            models.BPE(vocab=vocabulary, merges=[], continuing_subword_prefix="", end_of_word_suffix="")
        )
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    else:
        pieces = [(token, 0.0) for token in specials + (UNUSED if name == "camembert" else [])] + [("▁", -4.0)]
        pieces += [("▁" + word, -3.0 - len(word) / 10) for word in WORDS] + [(letter, -8.0) for letter in LETTERS]
        tokenizer = Tokenizer(models.Unigram(pieces, unk_id=specials.index(family.specials["unk"])))
        metaspace = pre_tokenizers.Metaspace(prepend_scheme="always")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace])
        if name == "deberta-v2":
            spaces = normalizers.Replace(Regex(r"\s{2,}|[\n\r\t]"), " ")
            tokenizer.normalizer = normalizers.Sequence(
                [spaces, normalizers.NFC(), normalizers.Strip(left=False, right=True)]
            )
            tokenizer.pre_tokenizer = pre_tokenizers.Sequence([metaspace])
        elif name == "albert":
            quotes = [normalizers.Replace("``", '"'), normalizers.Replace("''", '"')]
            accents = [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()]
            tokenizer.normalizer = normalizers.Sequence(quotes + accents)
        tokenizer.decoder = decoders.Metaspace()
    second = 1 if name in ("bert", "electra", "distilbert", "deberta-v2", "albert", "nomic_bert") else 0
    doubled = "" if second else f"{sep}:0 "
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{cls}:0 $A:0 {sep}:0", pair=f"{cls}:0 $A:0 {sep}:0 {doubled}$B:{second} {sep}:{second}",
        special_tokens=[(token, specials.index(token)) for token in (cls, sep)],
    )
    if name in ("roberta", "mpnet"):
        bounds = [(token, specials.index(token)) for token in (sep, cls)]
        tokenizer.post_processor = processors.RobertaProcessing(*bounds, trim_offsets=True, add_prefix_space=False)
    tokenizer.add_special_tokens(specials + (UNUSED if name == "camembert" else []))
    if name in MASKS:
        mask = AddedToken(family.specials["mask"], lstrip=True, special=True, **MASKS[name])
        tokenizer.add_special_tokens([mask])
    return tokenizer


def own_settings(name):
    """What tokenizer_config.json says beside such a file."""
    family = FAMILIES[name]
    settings = {"additional_special_tokens": UNUSED} if name == "camembert" else {}
    if name in ("roberta", "mpnet", "xlm-roberta", "camembert"):
        settings.update(bos_token=family.specials["cls"], eos_token=family.specials["sep"])
    return settings


def packed(place, name, tokenizer=None, **settings):
    """A package of a family's checkpoint, with another tokenizer and other settings of it where they are given."""
    family = FAMILIES[name]
    tokenizer = tokenizer or make_tokenizer(family)
    checkpoint = make_checkpoint(place / "checkpoint", family=name, tokenizer=tokenizer)
    write_tokenizer(family, checkpoint / "encoder", tokenizer)
    path = checkpoint / "encoder/tokenizer_config.json"
    config = {**json.loads(path.read_text()), **settings}
    path.write_text(json.dumps({key: value for key, value in config.items() if value is not ...}))
    return pack(checkpoint, place / "package"), checkpoint


def named(package):
    """The class that all of a package's files name."""
    files = ("config.json", "tokenizer_config.json", "ranking_model/tokenizer_config.json")
    names = {json.loads((package / file).read_text())["tokenizer_class"] for file in files}
    assert len(names) == 1, names
    return names.pop()


def hostile():
    """Texts of the other tests, and seeded ones of every script, with what tokenizers treat in their own way between."""
    draw = random.Random(18)
    marks = [" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u200b", "\u200d", "\u0301", "\ufeff", "\x00", "``", "''"]
    marks += ["[SEP]", "</s>", "<mask>", "[MASK]", "a", "The", "reef", ".", "\u2581", "##s", "\ufb01", "\u0130", "\u00df"]
    texts = list(TEXTS)
    for _ in range(300):
        scalars = (chr(draw.choice((draw.randrange(1, 0x3400), draw.randrange(0x4E00, 0xD800),
                                    draw.randrange(0xE000, 0x20000)))) for _ in range(12))
        texts.append("".join(piece for scalar in scalars for piece in (scalar, draw.choice(marks))))
    return texts


def assert_same(directory):
    """Holds AutoTokenizer's tokenizer against the file: the ids of texts and pairs, and what is built of ids alone."""
    tokenizer, file = load_tokenizer(directory), Tokenizer.from_file(str(directory / "tokenizer.json"))
    file.no_truncation()
    file.no_padding()
    for text in hostile():
        assert tokenizer(text)["input_ids"] == file.encode(text).ids, repr(text)
        pair, expected = tokenizer([QUERY], [text], return_offsets_mapping=True), file.encode(QUERY, text)
        assert pair["input_ids"] == [expected.ids], repr(text)
        assert pair["offset_mapping"] == [expected.offsets], repr(text)
        if "token_type_ids" in pair:
            assert pair["token_type_ids"] == [expected.type_ids], repr(text)
    return tokenizer, file


def assert_builds(tokenizer, file):
    """`prepare_for_model` of version 4 gives the ids of a pair; version 5 has none."""
    if not FOUR:
        assert not hasattr(tokenizer, "prepare_for_model")
        return
    for text in hostile():
        first, second = (tokenizer(part, add_special_tokens=False)["input_ids"] for part in (QUERY, text))
        if second:
            pair, expected = tokenizer.prepare_for_model(first, second), file.encode(QUERY, text)
            assert pair["input_ids"] == expected.ids, repr(text)
            assert pair.get("token_type_ids", expected.type_ids) == expected.type_ids, repr(text)


@pytest.mark.parametrize("name", [family for family in FAMILIES if family not in CLASSLESS])
def test_the_familys_class_where_it_is_exact(tmp_path, name):
    package, _ = packed(tmp_path, name, own_tokenizer(name), **own_settings(name))
    assert named(package) == f"{FAMILIES[name].tokenizer_class}Fast"
    for directory in (package, package / "ranking_model"):
        tokenizer, file = assert_same(directory)
        assert type(tokenizer).__name__ != GENERAL
        assert_builds(tokenizer, file)
    assert COST not in (package / "README.md").read_text(encoding="utf-8")
    _, found, _ = attempt("verify", package, "--format", "json")
    assert [finding for finding in json.loads(found)["findings"] if finding["rule"] in ("TOK007", "TOK008")] == []
    exported = tmp_path / "exported"
    pruning_pack("export", package, "--output", exported, "--quiet")
    tokenizer, file = assert_same(exported)
    assert type(tokenizer).__name__ != GENERAL
    assert_builds(tokenizer, file)


@pytest.mark.parametrize(
    "options", [{"lowercase": False}, {"lowercase": False, "strip_accents": True}, {"handle_chinese_chars": False}], ids=str
)
def test_settings_of_the_class_are_those_of_the_file(tmp_path, options):
    """The class's defaults are those of an uncased model."""
    tokenizer = make_tokenizer(FAMILIES["bert"])
    tokenizer.normalizer = normalizers.BertNormalizer(**{"lowercase": True, **options})
    flags = {"do_lower_case": options.get("lowercase", True)}
    flags["strip_accents"] = options.get("strip_accents")
    flags["tokenize_chinese_chars"] = options.get("handle_chinese_chars", True)
    package, _ = packed(tmp_path, "bert", tokenizer, **flags)
    assert named(package) == "BertTokenizerFast"
    assert_builds(*assert_same(package))


@pytest.mark.parametrize("name", ["xlm-roberta", "modernbert", "deberta-v2", "roberta", "camembert", "albert"])
def test_the_general_class_elsewhere(tmp_path, name):
    """Report and card say what it costs."""
    package, checkpoint = packed(tmp_path, name)
    assert named(package) == GENERAL
    for directory in (package, package / "ranking_model"):
        assert_same(directory)
    assert COST in (package / "README.md").read_text(encoding="utf-8")
    code, *said = attempt(
        "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output",
        tmp_path / "again", "--no-verify", "--hidden-state-source", "last_hidden_state",
    )  # fmt: skip
    assert code == 0 and "tokenizer_class PreTrainedTokenizerFast" in "".join(said) and COST in "".join(said), said


def test_a_normalizer_that_the_class_does_not_build(tmp_path):
    """Version 5 cleans texts always: a package of a file that does not keeps the general class."""
    tokenizer = make_tokenizer(FAMILIES["bert"])
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=False)
    package, _ = packed(tmp_path, "bert", tokenizer, tokenizer_class=GENERAL)
    assert named(package) == GENERAL
    assert_same(package)


def test_another_pair(tmp_path):
    """A template that `build_inputs_with_special_tokens` does not build keeps the general class."""
    tokenizer = make_tokenizer(FAMILIES["bert"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    package, _ = packed(tmp_path, "bert", tokenizer, tokenizer_class=GENERAL)
    assert named(package) == GENERAL
    assert_same(package)


def joined(tokenizer, texts):
    """The inputs of two texts that were tokenized apart: as FlagEmbedding's FlagReranker joins them, and in version 5, which has
    no `prepare_for_model`, as the class's own template does."""
    if FOUR:
        parts = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]
        return tokenizer.prepare_for_model(*parts, return_tensors="pt", prepend_batch_axis=True)
    assert not hasattr(tokenizer, "prepare_for_model")
    backend = tokenizer.backend_tokenizer
    pair = backend.post_process(*(backend.encode(text, add_special_tokens=False) for text in texts))
    inputs = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
    return {name: torch.tensor([inputs[name]]) for name in tokenizer.model_input_names}


def scores(directory, join):
    model, tokenizer = load(directory).eval(), load_tokenizer(directory)
    with torch.no_grad():
        # Short enough for the model of a tokenizer that has a token for each byte.
        return [model(**join(tokenizer, (QUERY[:24], passage[:24]))).logits.item() for passage in PASSAGES]


def plain(tokenizer, texts):
    return tokenizer(*texts, return_tensors="pt")


@pytest.mark.parametrize("name", [family for family in FAMILIES if family not in CLASSLESS])
def test_scores_of_inputs_built_of_ids(tmp_path, name):
    """With the family's own class, the scores of texts that a framework tokenizes apart are those of whole pairs."""
    package, _ = packed(tmp_path, name, own_tokenizer(name), **own_settings(name))
    assert named(package) != GENERAL
    assert scores(package, joined) == pytest.approx(scores(package, plain), abs=1e-6)


@pytest.mark.skipif(not FOUR, reason="what the general class costs is prepare_for_model, which transformers 5 does not have")
def test_what_the_general_class_costs(tmp_path):
    """What report and card say of it is true: no special tokens, other scores."""
    package, _ = packed(tmp_path, "modernbert")
    assert named(package) == GENERAL
    short, whole = (join(load_tokenizer(package), (QUERY, PASSAGES[0]))["input_ids"] for join in (joined, plain))
    assert short.shape[1] + 3 == whole.shape[1]
    found, expected = scores(package, joined), scores(package, plain)
    assert max(abs(one - other) for one, other in zip(found, expected)) > 1e-3


def test_pruning_does_not_warn_of_the_class(package, caplog):
    """transformers 4 warns where the class that loads a tokenizer is not the one that its settings name."""
    model = load(package(family="bert"))
    with caplog.at_level("WARNING"):
        model.process(QUERY, PASSAGES[0])
    assert "tokenizer class" not in caplog.text.lower()
