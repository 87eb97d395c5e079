"""The wheel, and a package that the command of the wheel made."""

import sys
import zipfile

import pytest
from support import REPOSITORY, pip, run, wheel_path


@pytest.fixture(scope="session")
def wheel():
    return wheel_path()


@pytest.fixture(scope="module")
def place(wheel, tmp_path_factory):
    """Where the wheel is installed."""
    target = tmp_path_factory.mktemp("installed")
    pip(sys.executable, "install", "--no-index", "--no-deps", "--target", target, wheel)
    return target


@pytest.fixture(scope="session")
def command(wheel, tmp_path_factory):
    """The command, unpacked from the wheel by hand."""
    place = tmp_path_factory.mktemp("command") / "pruning-pack"
    with zipfile.ZipFile(wheel) as file:
        name = next(name for name in file.namelist() if name.endswith(".data/scripts/pruning-pack"))
        place.write_bytes(file.read(name))
    place.chmod(0o755)
    return place


@pytest.fixture(scope="session")
def package(command, tmp_path_factory):
    """A package that is fit to be published."""
    place = tmp_path_factory.mktemp("package") / "my-pruner"
    example = REPOSITORY / "examples/tiny-pruner"
    run(
        command, "save", "--ranking-model", example / "ranking_model", "--pruning-head",
        example / "pruning_head.safetensors", "--output", place, "--license", "apache-2.0", "--language", "en", "--quiet",
    )
    return place
