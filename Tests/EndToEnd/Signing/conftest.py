"""Keys, certificates and packages that tests sign."""

import shutil

import authority
import pytest
from signing_command import SAVE, run


@pytest.fixture(scope="session")
def saved(tmp_path_factory):
    """A package as `save` writes it."""
    place = tmp_path_factory.mktemp("saved") / "tiny-pruner"
    run(*SAVE, "--output", place)
    return place


@pytest.fixture
def package(saved, tmp_path):
    """A copy of it, for one test to change."""
    return shutil.copytree(saved, tmp_path / "tiny-pruner")


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """keys[curve] -> (private key file, public key file); `other` is on P-256, too."""
    place = tmp_path_factory.mktemp("keys")
    return {name: authority.write_key(place, name, curve) for name, curve in authority.CURVES.items()}


@pytest.fixture(scope="session")
def chain(tmp_path_factory):
    """chain(curve, **options) -> the files of a certificate chain: see authority.Chain."""
    return lambda curve="P-256", **options: authority.Chain(tmp_path_factory.mktemp("chain"), curve, **options)
