"""Every command and all Python of the documentation runs as it stands there."""

import re

import pytest
from documented import PAGES, Workplace, blocks, commands, is_run
from loopback_hub import loopback_hub
from publishing import whatever_the_client
from variants import OpenProvence

pytestmark = [pytest.mark.one_version, whatever_the_client]
# Exit codes other than 0 that a command of a page has: what it says is that two packages differ.
STATUSES = {r"pruning-pack diff my-pruner-1 my-pruner-2": (1,)}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    place = tmp_path_factory.mktemp("documentation")
    with loopback_hub() as hub:
        yield Workplace(place / "place", hub, OpenProvence("bert").save(place / "their-model"))


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "sh")])
def test_the_commands_of_a_page_run(workplace, page):
    for block in blocks(page, "sh"):
        directory = workplace.fresh()
        for command in commands(block):
            if is_run(command):
                statuses = next((codes for start, codes in STATUSES.items() if re.match(start, command)), (0,))
                workplace.run(command, directory, statuses)


def test_the_python_of_the_pages_runs(workplace):
    assert sum(len(blocks(page, "python")) for page in PAGES) > 8
    workplace.run_python(workplace.fresh())
