"""Harmless variants of packages pass, and load with the numbers of the package that they were made of."""

import shutil

import pytest
import torch
from good_variants import CHANGES
from sampled import sampled
from support import MODES, PRUNING_ONLY, RERANKING_PRUNING, encode, load, run
from test_good_packages import verify

PACKAGES = [("bert", RERANKING_PRUNING), ("modernbert", PRUNING_ONLY)]
# Loading takes seconds: every seventh, and whatever changes code, weights or place.
LOADED = {name for number, name in enumerate(CHANGES) if number % 7 == 0 or not name.startswith(("a file", "a card"))}


def test_there_are_enough():
    assert len(CHANGES) * len(PACKAGES) >= 200 and {mode for _, mode in PACKAGES} == set(MODES)


@pytest.mark.parametrize("family, mode", PACKAGES)
@pytest.mark.parametrize("name", sampled(CHANGES, 5))
def test_passes_and_loads_alike(package, tmp_path, name, family, mode):
    made = package(family=family, mode=mode)
    directory = tmp_path / "tiny-pruner"
    shutil.copytree(made, directory)
    directory = CHANGES[name](directory) or directory
    rules, report = verify(directory)
    assert not rules["error"], report
    if name in LOADED:
        inputs = encode(made)
        before, after = run(load(made, mode), inputs), run(load(directory, mode), encode(directory))
        for key, value in before.items():
            # Where a tensor lies in its file decides how PyTorch's kernels add up: the last bit.
            assert torch.allclose(value, after[key], rtol=0, atol=2e-6), key
