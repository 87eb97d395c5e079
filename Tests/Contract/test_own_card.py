"""`save --card FILE` and `--dataset`: a card of the maker's own, and data sets in a generated one."""

import json

import pytest
import yaml
from binary import attempt, pruning_pack
from checkpoints import make_checkpoint
from huggingface_hub import ModelCard

pytestmark = pytest.mark.one_version

CARD = """---
license: cc-by-4.0
language: [de, en]
datasets: [acme/pairs]
base_model: acme/base
pipeline_tag: text-ranking
library_name: transformers
---

# A card of my own

With a line that ends in two spaces,\x20\x20
and ``tiny-pruner`` in it.
"""


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return make_checkpoint(tmp_path_factory.mktemp("card") / "checkpoint")


def save(checkpoint, package, *flags):
    return attempt(
        "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output", package,
        "--name", "tiny-pruner", *flags,
    )


def test_a_card_of_ones_own_becomes_the_packages(checkpoint, tmp_path):
    (tmp_path / "card.md").write_text(CARD)
    code, _, errors = save(checkpoint, tmp_path / "package", "--card", tmp_path / "card.md")
    assert code == 0, errors
    assert (tmp_path / "package/README.md").read_text() == CARD
    assert ModelCard.load(tmp_path / "package/README.md").data.datasets == ["acme/pairs"]
    # What the card says is not said to be missing.
    assert "no license recorded" not in errors and "no base model recorded" not in errors


def test_the_cards_base_model_is_the_packages(checkpoint, tmp_path):
    (tmp_path / "card.md").write_text(CARD)
    save(checkpoint, tmp_path / "package", "--card", tmp_path / "card.md", "--no-verify")
    assert json.loads((tmp_path / "package/config.json").read_text())["base_model_name_or_path"] == "acme/base"


@pytest.mark.parametrize(
    "flags", [["--license", "mit"], ["--language", "en"], ["--dataset", "acme/pairs"]], ids=lambda flags: flags[0]
)
def test_a_card_speaks_for_itself(checkpoint, flags, tmp_path):
    (tmp_path / "card.md").write_text(CARD)
    code, _, errors = save(checkpoint, tmp_path / "package", "--card", tmp_path / "card.md", *flags)
    assert code == 64 and "--card" in errors and not (tmp_path / "package").exists()


def test_a_card_that_cannot_be_read(checkpoint, tmp_path):
    (tmp_path / "card.md").write_text("---\nlicense: [mit\n---\n")
    code, _, errors = save(checkpoint, tmp_path / "package", "--card", tmp_path / "card.md")
    assert code == 1 and "card.md" in errors and not (tmp_path / "package").exists()
    code, _, errors = save(checkpoint, tmp_path / "package", "--card", tmp_path / "none.md")
    assert code in (1, 2) and "none.md" in errors


def test_a_card_with_an_unknown_license_is_not_put_in_place(checkpoint, tmp_path):
    (tmp_path / "card.md").write_text(CARD.replace("cc-by-4.0", "my-own"))
    code, _, errors = save(checkpoint, tmp_path / "package", "--card", tmp_path / "card.md")
    assert code == 1 and "CARD002" in errors and not (tmp_path / "package").exists()


@pytest.mark.parametrize("names", [["acme/pairs"], ["acme/pairs", "msmarco"]], ids=len)
def test_data_sets_stand_in_the_generated_card(checkpoint, names, tmp_path):
    flags = [flag for name in names for flag in ("--dataset", name)]
    pruning_pack(
        "save", "--ranking-model", checkpoint / "encoder", "--pruning-head", checkpoint / "head", "--output",
        tmp_path / "package", *flags, "--quiet",
    )
    found = yaml.safe_load((tmp_path / "package/README.md").read_text().split("---")[1])["datasets"]
    assert ([found] if isinstance(found, str) else found) == names


@pytest.mark.parametrize("name", ["./pairs", "/data/pairs", "C:\\pairs", "a/b/c"])
def test_a_data_set_is_no_path(checkpoint, name, tmp_path):
    code, _, errors = save(checkpoint, tmp_path / "package", "--dataset", name)
    assert code == 64 and "--dataset must be a Hub id" in errors
