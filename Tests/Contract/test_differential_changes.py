"""The changes of Tests/Differential: a seed gives the same ones again, none comes twice, and each can be made."""

import json
import random
import re
import shutil

import pytest
from binary import REPOSITORY
from changes import KINDS, Changes, Deck, Decks, apply

pytestmark = pytest.mark.one_version

NAMES = {
    "config": ["hidden_act", "to_dict", "dtype"], "config in code": ["attn_implementation", "auto_map"],
    "tokenizer": ["add_tokens", "pad_token", "__len__"], "tokenizer in code": ["fast_tokenizer_files", "from_slow"],
    "files": ["added_tokens.json", "modules.json", "model.safetensors", "config.json", "vocab.txt", "__init__.py"],
    "pairs": [("dtype", "torch_dtype"), ("id2label", "num_labels")],
}
COUNT = 600


@pytest.fixture(scope="module")
def good(package, tmp_path_factory):
    place = tmp_path_factory.mktemp("good") / "package"
    shutil.copytree(package(), place)
    written = place.with_name("package.written") / "5/save"
    written.mkdir(parents=True)
    (written / "modules.json").write_text('[{"idx": 0, "path": ""}]', encoding="utf-8")
    return place


def row(good, seed):
    changes = Changes(good, Decks(NAMES, random.Random(seed)), [("5/save", ["modules.json"])])
    return [changes.next() for _ in range(COUNT)]


def contents(package):
    return {path.relative_to(package): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def test_a_seed_gives_the_same_changes_again_and_another_gives_others(good):
    first = row(good, 1)
    assert json.dumps(first) == json.dumps(row(good, 1))
    assert {change["name"] for change in first} - {change["name"] for change in row(good, 2)}
    assert len({change["name"] for change in first}) == COUNT
    assert {change["kind"] for change in first} == set(KINDS)


def test_each_change_is_written_down_and_made_again(good, tmp_path):
    unchanged, kept = 0, contents(good)
    for number, change in enumerate(row(good, 3)):
        package = tmp_path / str(number)
        shutil.copytree(good, package)
        apply(json.loads(json.dumps(change)), package, good)
        unchanged += contents(package) == kept
        shutil.rmtree(package)
    assert contents(good) == kept
    # A key that is set to what it is, or a file that is not there and is deleted.
    assert unchanged < COUNT / 20


def test_each_card_comes_once_before_any_comes_again():
    deck = Deck("abcde", random.Random(1))
    for _ in range(3):
        assert sorted(deck.draw() for _ in range(5)) == list("abcde")


def test_each_exclusion_has_a_reason_and_there_are_few():
    exclusions = json.loads((REPOSITORY / "Tests/Differential/exclusions.json").read_text(encoding="utf-8"))
    assert len(exclusions) <= 20
    for entry in exclusions:
        assert entry.keys() - {"reason"} <= {"changes", "rules"} and len(entry) > 1 and entry["reason"]
        re.compile(entry.get("changes", ""))
