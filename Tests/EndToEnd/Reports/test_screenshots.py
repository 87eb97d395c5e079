"""The pictures of README.md: small, named there, and of the pages that the command prints now."""

import json

import pytest
import screenshots
from command import PRUNING_PACK, REPOSITORY


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screenshots, "COMMAND", PRUNING_PACK)
        return screenshots.pages(tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize("name", ["report", "pruned"])
def test_a_picture_is_of_the_page_of_today(printed, name):
    made = json.loads(screenshots.MADE_FROM.read_text())["words"]
    assert screenshots.words(printed[name]) == made[name], f"docs/images/{name}.png is of another page: run `make screenshots`"


@pytest.mark.parametrize("name", ["report", "pruned"])
def test_a_picture_is_small_and_shown(name):
    picture = screenshots.IMAGES / f"{name}.png"
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size <= 200_000
    assert f"docs/images/{name}.png" in (REPOSITORY / "README.md").read_text()
