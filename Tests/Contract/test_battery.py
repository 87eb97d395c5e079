"""Whether a package does its job: what `verify` says of it where nothing was recorded."""

import json
import os
import random
import re
import shutil

import checkpoints
import pytest
import torch
from binary import REPOSITORY, attempt, pruning_pack
from checkpoints import FAMILIES
from packages import pack
from safetensors.torch import load_file
from support import MODES, rewrite

BATTERY = REPOSITORY / "Sources/PackValidation/Running/Battery/battery.json"


def flip(tensors):
    tensors.update({name: tensor.flip(0) for name, tensor in tensors.items()})


def flip_weight(tensors):
    tensors["classifier.weight"] = tensors["classifier.weight"].flip(0)


def negate_ranker(tensors):
    tensors.update({name: -tensor for name, tensor in tensors.items() if name.startswith("classifier.")})


def fresh(tensors):
    torch.manual_seed(0)
    for name, tensor in tensors.items():
        if not name.startswith("classifier"):
            if name.endswith("LayerNorm.weight"):
                tensor.fill_(1)
            elif name.endswith("bias"):
                tensor.zero_()
            else:
                tensor.normal_(0, 0.02)


# Nothing is recorded, and the card names no base model.
EXPECTED = {"RUN007", "CARD006"}
HEAD, BODY = "pruning_head/model.safetensors", "ranking_model/model.safetensors"
CASES = [
    (flip, HEAD, ("RUN009", "error")),
    (flip_weight, HEAD, ("RUN009", "error")),
    (negate_ranker, BODY, ("RUN009", "error")),
    (fresh, BODY, ("RUN009", "warning")),
    (fresh, BODY, ("WGT017", "error")),
]


def findings(package, *options):
    output = attempt("verify", package, "--format", "json", *options)[1]
    return {(one["rule"], one["severity"]) for one in json.loads(output)["findings"] if one["rule"] not in EXPECTED}


def test_the_trained_example_has_no_finding(trained):
    assert findings(trained) == set()


@pytest.mark.parametrize(("change", "file", "finding"), CASES, ids=[f"{c[0].__name__}-{c[2][0]}" for c in CASES])
def test_wrong_weights_are_found(trained, tmp_path, change, file, finding):
    package = shutil.copytree(trained, tmp_path / "wrong")
    rewrite(package / file, change)
    assert load_file(package / file).keys() == load_file(trained / file).keys()
    assert finding in findings(package), change.__name__


@pytest.mark.parametrize("language", ["pl", None])
def test_other_languages_than_those_claimed_are_left_out(trained, tmp_path, language):
    """A card that claims none is tried in English, and only what is certain is said."""
    package = shutil.copytree(trained, tmp_path / "other")
    card = package / "README.md"
    line = f"language: {language}\n" if language else ""
    card.write_text(card.read_text().replace("language: en\n", line))
    assert not [one for one in findings(package) if one[0] == "RUN009"]
    rewrite(package / HEAD, flip)
    assert (("RUN009", "error") in findings(package)) == (language is None)


def test_a_labelled_set_takes_its_place(trained, tmp_path):
    package = shutil.copytree(trained, tmp_path / "inverted")
    rewrite(package / HEAD, flip)
    line = {"query": "How tall is the tower?", "document": "The tower is 30 meters tall. It is old.", "spans": [[0, 28]]}
    (tmp_path / "own.jsonl").write_text(json.dumps(line) + "\n")
    assert findings(package, "--eval", tmp_path / "own.jsonl", "--min", "recall=0") == set()


def test_the_full_battery_says_what_came_out(trained):
    output = " ".join(pruning_pack("verify", trained, "--battery", "full").split())
    assert "battery: 8 passages in en, " in output and "AUC of keeping" in output


def verdict(package, *options):
    """What became of RUN009, the notes of the report, and the tokens of the battery."""
    _, output, errors = attempt("verify", package, "--format", "json", "--timings", *options)
    report = json.loads(output)
    rule = next(rule for rule in report["rules"] if rule["rule"] == "RUN009")
    return rule, report["notes"], [int(count) for count in re.findall(r"^tokens\tbattery\t(\d+)$", errors, re.M)]


def claiming(trained, place, languages):
    package = shutil.copytree(trained, place)
    card = package / "README.md"
    card.write_text(card.read_text().replace("language: en\n", f"language: {languages}\n"))
    return package


def test_a_standard_run_has_at_most_1500_tokens(trained, tmp_path):
    """Claimed languages go first, and the report names those that had no room."""
    rule, notes, (english,) = verdict(trained)
    assert rule["status"] == "passed" and notes == [] and english <= 1500
    rule, notes, (many,) = verdict(claiming(trained, tmp_path / "many", "multilingual"))
    assert rule["status"] != "not_applicable" and 1000 < many <= 1500
    (note,) = notes
    assert note.startswith("battery: not asked in ") and "ar, hi, which 1,500 tokens have no room for" in note
    assert " en" not in note and "--battery full" in note
    full = verdict(tmp_path / "many", "--battery", "full")
    assert "battery: 96 passages in en, de, fr, es, it, pt, nl, ru, zh, ja, ar, hi" in full[1][0] and full[2][0] > 1500


@pytest.mark.parametrize("languages", ["[de, pt, en]", "[eng, deu]", "[pt]", "[code, en]"])
def test_claimed_languages_are_asked_in_the_cards_order(trained, tmp_path, languages):
    _, notes, _ = verdict(claiming(trained, tmp_path / "some", languages), "--battery", "full")
    codes = [{"eng": "en", "deu": "de"}.get(code, code) for code in languages.strip("[]").split(", ")]
    assert f"battery: {8 * len(codes)} passages in {', '.join(codes)}, " in notes[0]


@pytest.mark.parametrize("length", [20, 50, 128])
def test_too_few_passages_decide_nothing(trained, tmp_path, length):
    """Where fewer than six fit, nothing was tried, and that is what the report says."""
    package = shutil.copytree(trained, tmp_path / "short")
    for name in ("config.json", "pruning_encoder_config.json"):
        config = json.loads((package / name).read_text())
        (package / name).write_text(json.dumps({**config, "max_length": length}, indent=2))
    rule, notes, _ = verdict(package, "--battery", "full")
    count = int(notes[0].split()[1]) if notes else 0
    assert (rule["status"] == "not_applicable") == (count < 6), (rule, notes)
    assert rule["status"] == "passed" or rule["reason"] == f"there is room for {count} of the battery's passages, and 6 are needed"
    assert count == {20: 0, 50: 2, 128: 8}[length] and not any("battery: 0" in note for note in notes)


def test_the_battery_is_balanced():
    battery = json.loads(BATTERY.read_text(encoding="utf-8"))
    assert battery["license"] == "CC0-1.0" and len(battery["topics"]) == 13
    for language, topics in battery["topics"].items():
        assert len(topics) == 8, language
        places = [answer for _, _, answer in topics]
        assert all(places.count(place) in (2, 3) for place in range(3)), language
        for query, sentences, _ in topics:
            assert query and len(set(sentences)) == 3 and all(sentences), (language, query)


@pytest.mark.long
def test_random_weights_give_no_error(tmp_path, monkeypatch):
    """500 packages of all families and modes whose vocabulary has whole words, of spreads from transformers' own up."""
    words = sorted({w for q, s, _ in json.loads(BATTERY.read_text("utf-8"))["topics"]["en"] for w in _words(q, *s)})
    monkeypatch.setattr(checkpoints, "WORDS", words + [f"word{number}" for number in range(1000)])
    rng = random.Random(5)
    judged = 0
    for number in range(int(os.environ.get("PRUNING_PACK_RANDOM", "500"))):
        family, mode, scale = rng.choice(list(FAMILIES)), rng.choice(MODES), rng.choice([0.02, 0.1, 0.25, 1.0])
        place = tmp_path / str(number)
        made = checkpoints.make_checkpoint(place / "checkpoint", family=family, mode=mode, seed=number)
        package = pack(made, place / "package", mode=mode)
        torch.manual_seed(number)

        def change(tensors, scale=scale):
            for name, tensor in tensors.items():
                is_gain = "norm" in name.lower() and name.endswith("weight")
                tensors[name] = is_gain + torch.randn(tensor.shape) * scale

        for file in package.rglob("model.safetensors"):
            rewrite(file, change)
        report = json.loads(attempt("verify", package, "--format", "json")[1])
        errors = [one for one in report["findings"] if one["severity"] == "error"]
        assert not errors, (number, family, mode, scale, errors)
        judged += any(rule["rule"] == "RUN009" and rule["status"] != "not_applicable" for rule in report["rules"])
        shutil.rmtree(place)
    assert judged > 0


def _words(*texts):
    return re.findall(r"\w+", " ".join(texts).lower())
