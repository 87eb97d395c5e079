"""`diff`: what a release changes for its users."""

import html
import json
import os
import shutil

import pytest
import torch
from binary import attempt, pruning_pack
from checkpoints import FAMILIES, NEW_FAMILIES
from sampled import sampled
from save_again import other_version, save_again
from safetensors.torch import load_file, save_file
from support import MODES, PASSAGES, QUERY, load, load_tokenizer

pytestmark = pytest.mark.one_version

SUB_MODEL = {"reranking_pruning": "ranking_model", "pruning_only": "encoder_model"}


def diff(old, new, code):
    """The visible differences: section -> subjects; and all sections."""
    found, output, errors = attempt("diff", old, new, "--format", "json", "--threads", "2")
    assert found == code, f"exit code {found}:\n{errors}{output[-3000:]}"
    value = json.loads(output)
    assert value["verdict"] == ("equal" if code == 0 else "different")
    sections = {section["name"]: section for section in value["sections"]}
    seen = {
        name: {entry["subject"] for entry in section["entries"] if entry["visible"]}
        for name, section in sections.items()
    }
    return {name: subjects for name, subjects in seen.items() if subjects}, sections


def edit_json(path, **changes):
    value = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**value, **changes}, indent=2), encoding="utf-8")


def edit_tensor(path, change):
    tensors = load_file(path)
    name = change(tensors)
    save_file(tensors, path, metadata={"format": "pt"})
    return name


def threshold(package, mode):
    for file in ("config.json", "pruning_encoder_config.json"):
        edit_json(package / file, pruning_threshold=0.97)
    return {"settings"}, {"outputs"}


def head(package, mode):
    pruned = json.loads(pruning_pack("prune", package, "--query", QUERY, "--document", PASSAGES[0], "--format", "json"))
    # A head of random weights may keep nothing, or all: the other way it then says something else.
    more = -20.0 if pruned["kept_sentences"] else 20.0

    def change(tensors):
        tensors["classifier.bias"] += torch.tensor([-more, more], dtype=tensors["classifier.bias"].dtype)

    edit_tensor(package / "pruning_head/model.safetensors", change)
    return {"tensors", "outputs"}, set()


def one_weight(package, mode):
    def change(tensors):
        name = sorted(name for name, tensor in tensors.items() if tensor.dim() == 2 and "embed" not in name)[0]
        tensors[name][0, 0] += 1e-7

    edit_tensor(package / SUB_MODEL[mode] / "model.safetensors", change)
    return {"tensors"}, {"outputs"}


def vocabulary(package, mode):
    """Two words change places: other ids, and what the model makes of them."""
    for place in ("", SUB_MODEL[mode]):
        file = package / place / "tokenizer.json"
        value = json.loads(file.read_text(encoding="utf-8"))
        vocab = value["model"]["vocab"]
        if isinstance(vocab, dict):
            words = [word for word in vocab if word in ("e", "t")] or list(vocab)[-2:]
            vocab[words[0]], vocab[words[1]] = vocab[words[1]], vocab[words[0]]
        else:
            names = [entry[0] for entry in vocab]
            a, b = (names.index(word) if word in names else -1 for word in ("e", "t"))
            vocab[a][0], vocab[b][0] = vocab[b][0], vocab[a][0]
        file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return {"tokenizer"}, {"outputs"}


def card(package, mode):
    with open(package / "README.md", "a", encoding="utf-8") as file:
        file.write("\nTrained again.\n")
    return {"card"}, set()


def license_change(package, mode):
    file = package / "README.md"
    text = file.read_text(encoding="utf-8")
    assert "license: apache-2.0" in text
    file.write_text(text.replace("license: apache-2.0", "license: cc-by-nc-4.0", 1), encoding="utf-8")
    return {"license"}, {"card"}


def card_key(package, mode):
    file = package / "README.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("license: apache-2.0", "license: apache-2.0\ndatasets:\n- acme/pairs", 1), encoding="utf-8")
    return {"card"}, set()


def license_file(package, mode):
    (package / "LICENSE").write_text("All rights reserved.\n")
    return {"license"}, set()


def code(package, mode):
    with open(package / "modeling_pruning_encoder.py", "a", encoding="utf-8") as file:
        file.write("\n# A comment.\n")
    return {"code"}, set()


def one_more_file(package, mode):
    (package / "NOTES.txt").write_text("notes")
    return {"files"}, set()


CHANGES = [threshold, head, one_weight, vocabulary, card, card_key, license_change, license_file, code, one_more_file]
CASES = [(family, mode, change) for family in FAMILIES for mode in MODES for change in CHANGES]


@pytest.mark.parametrize(
    "family, mode, change",
    sampled(CASES, every=11, plain=lambda case: case[:2] == ("bert", "reranking_pruning")),
    ids=lambda value: getattr(value, "__name__", None),
)
def test_one_thing(package, tmp_path, family, mode, change):
    old = package(mode=mode, family=family)
    new = shutil.copytree(old, tmp_path / "new")
    always, maybe = change(new, mode)
    seen, sections = diff(old, new, 1)
    assert always <= set(seen) <= always | maybe, seen
    back, _ = diff(new, old, 1)
    assert set(back) == set(seen)
    if (family, mode) == ("bert", "reranking_pruning"):
        for form in ("text", "html"):
            found, output, _ = attempt("diff", old, new, "--format", form)
            shown = html.unescape(output)
            assert found == 1 and f"Different: {', '.join(name for name in sections if name in seen)}" in shown
            for section in sections.values():
                # The text is cut after so many of a section.
                subjects = [entry["subject"] for entry in section["entries"] if entry["visible"]][:12]
                assert section["summary"] in shown and [subject for subject in subjects if subject not in shown] == []
    if change is one_weight:
        (entry,) = sections["tensors"]["entries"]
        assert 0 < entry["largest_difference"] < 1e-6 and entry["change"] == "changed"
    if change is head:
        assert seen["tensors"] == {"pruning_head: classifier.bias"}
        assert "1 changed" in sections["tensors"]["summary"]
    if change is threshold:
        assert {"config.json, $.pruning_threshold", "pruning_encoder_config.json, $.pruning_threshold"} <= seen["settings"]


def test_tensors_that_come_and_go(package):
    old, new = package(), package(pooling_weights=True)
    for change, pair in (("new", (old, new)), ("gone", (new, old))):
        tensors = diff(*pair, 1)[1]["tensors"]
        changes = {entry["subject"]: entry["change"] for entry in tensors["entries"]}
        assert changes["pruning_head: pooling_weights.weight"] == change and f" {change}" in tensors["summary"]


@pytest.mark.parametrize("mode", MODES)
def test_the_same(package, tmp_path, mode):
    old = package(mode=mode)
    new = shutil.copytree(old, tmp_path / "new")
    seen, sections = diff(old, new, 0)
    assert seen == {} and not any(section["entries"] for section in sections.values())
    # Written differently: keys in another order, a number in another form.
    value = json.loads((new / "config.json").read_text())
    (new / "config.json").write_text(json.dumps(dict(reversed(value.items()))))
    seen, sections = diff(old, new, 0)
    assert [entry["subject"] for entry in sections["settings"]["entries"]] == ["config.json"]
    for form, start in (("text", str(old)), ("html", "<!doctype html>")):
        found, output, _ = attempt("diff", old, new, "--format", form)
        assert found == 0 and output.startswith(start) and "Equal for users" in output


@pytest.mark.parametrize(
    "family, mode",
    sampled([(family, mode) for family in FAMILIES for mode in MODES], every=6, plain=lambda case: case == ("bert", "pruning_only")),
)
def test_saved_again(package, tmp_path, family, mode):
    """By the transformers of this environment: nothing that users see."""
    old, new = package(mode=mode, family=family), tmp_path / "new"
    load(old, mode).save_pretrained(new)
    seen, sections = diff(old, new, 0)
    assert seen == {} and sections["tensors"]["entries"] == [] and sections["outputs"]["entries"] == []
    # The tokenizer of a version of transformers names that version's class, which the other one may not have.
    load_tokenizer(old).save_pretrained(new)
    found = attempt("diff", old, new, "--format", "json")
    seen, _ = diff(old, new, found[0])
    assert seen in ({}, {"settings": {"tokenizer_config.json, $.tokenizer_class"}})


@pytest.fixture(scope="module")
def saved_by_the_other(package, tmp_path_factory):
    """{(family, mode): (package, saved again by the other version's transformers, the same with its tokenizer)}"""
    families = [family for family in FAMILIES if family not in NEW_FAMILIES]
    pairs = [(family, MODES[number % 2]) for number, family in enumerate(families)]
    if "PRUNING_PACK_PROOF" in os.environ:
        pairs = [(family, mode) for family in families for mode in MODES]
    place = tmp_path_factory.mktemp("other")
    made = {}
    for family, mode in pairs:
        old, name = package(mode=mode, family=family), f"{family}-{mode}"
        made[family, mode] = (old, place / name, shutil.copytree(old, place / f"{name}-tokenizer"))
    save_again(other_version(), [(old, mode, model, both) for (_, mode), (old, model, both) in made.items()])
    return made


def test_saved_again_by_the_other_version(saved_by_the_other):
    for (family, mode), (old, model, tokenizer) in saved_by_the_other.items():
        for pair in ((old, model), (model, old)):
            seen, sections = diff(*pair, 0)
            assert seen == {} and sections["tensors"]["entries"] == [] and sections["outputs"]["entries"] == [], (family, mode)
        found = attempt("diff", old, tokenizer, "--format", "json")
        seen, _ = diff(old, tokenizer, found[0])
        assert seen in ({}, {"settings": {"tokenizer_config.json, $.tokenizer_class"}}), (family, mode)


def test_a_release_in_float16(package):
    old, new = package(family="bert"), package(family="bert", dtype=torch.float16)
    seen, sections = diff(old, new, 1)
    assert "config.json, $.torch_dtype" in seen["settings"]
    changed = [entry for entry in sections["tensors"]["entries"] if entry["change"] == "changed"]
    assert changed and all(entry["old"].replace("F32", "F16") == entry["new"] for entry in changed)
    assert all(entry["relative_difference"] < 1e-3 for entry in changed)
    # What users ask it for stays: the kept text, and scores to three digits.
    assert not [entry for entry in sections["outputs"]["entries"] if entry["subject"].startswith("kept text")]
    assert all(entry["difference"] < 1e-3 for entry in sections["outputs"]["entries"])


def test_names_are_shown_as_text(package, tmp_path):
    new = shutil.copytree(package(), tmp_path / "new")
    (new / "<script>\u202e\x1b[31m.txt").write_text("x")
    edit_json(new / "config.json", note="</td><script>alert(1)</script>\u202e")
    for form in ("text", "html"):
        found, output, _ = attempt("diff", package(), new, "--format", form)
        assert found == 1 and "\x1b" not in output and "\u202e" not in output
        assert form == "text" or "<script>" not in output


def test_what_cannot_be_compared(package, tmp_path):
    assert attempt("diff", package(), tmp_path / "nothing")[0] == 2
    assert attempt("diff", tmp_path, package())[0] == 2
    assert attempt("diff", package())[0] == 64
    broken = shutil.copytree(package(), tmp_path / "broken")
    (broken / "config.json").write_text("{")
    found, output, errors = attempt("diff", package(), broken)
    assert found == 2 and output == "" and "config.json" in errors
