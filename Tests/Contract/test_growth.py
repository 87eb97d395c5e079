"""Readers take time that grows with their input and no faster: four times as much costs at most six times as much."""

import pytest
from binary import REPOSITORY
from growth import KINDS, cost

pytestmark = pytest.mark.one_version
COMMAND = REPOSITORY / ".build/release/pruning-pack"

# Of each sort of input one that took quadratic time, or ended by a signal; `python -m growth COMMAND PACKAGE` shows all.
NAMES = """
keys of config.json
labels
aliases, each of the one before
lines of the card
keys of a card that is kept
one quoted scalar of the front matter
code, scan: calls of calls
code, tree: calls of calls
code, scan: functions
code, scan: augmented
added tokens
shards
tensors
prune, one document: sentences
prune, one document: full stops
prune, lines
eval, one document: spans, html
eval, one document: sentences, json
lines of a text with secrets
patterns of .gitignore
members of a tar archive
values of a pickle
pickles in a row
findings in the text report
""".strip().splitlines()

# What a process costs whatever it reads, in seconds; below it a factor says nothing.
START = 0.05


@pytest.mark.parametrize("name", NAMES)
def test_time_grows_with_the_input(name, package):
    kind = next(kind for kind in KINDS if kind.name == name)
    less, more = (cost(kind, COMMAND, package(), kind.n * factor, times=3) for factor in (1, 4))
    for measured in (less, more):
        assert measured.code >= 0, f"it ends by signal {-measured.code}"
    assert more.seconds <= 6 * max(less.seconds, START), (less, more)
