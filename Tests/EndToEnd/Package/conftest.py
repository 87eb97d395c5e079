"""The wheel, and a package that the command of the wheel made."""

import sys
import zipfile
from pathlib import Path

import pytest
from installed import REPOSITORY, pip, run, wheel_path

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def wheel():
    return wheel_path()


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def pruning_pack(place):
    sys.path.insert(0, str(place))
    import pruning_pack

    assert Path(pruning_pack.__file__).is_relative_to(place)
    yield pruning_pack
    sys.path.remove(str(place))


@pytest.fixture
def stand_in(pruning_pack, tmp_path, monkeypatch):
    """stand_in(**options) -> a Pruner over stand_in.py; `stand_in.journal` is what was asked of which process."""
    from pruning_pack._pruner import pruner as pruners

    journal = tmp_path / "journal"
    journal.touch()
    arguments = [sys.executable, str(HERE / "stand_in.py"), str(journal)]
    monkeypatch.setattr(pruners, "_arguments", lambda path, threads, precision: arguments)
    made = []

    def make(**options):
        made.append(pruning_pack.Pruner("package", **options))
        return made[-1]

    make.journal = lambda: [line.split(" ", 1) for line in journal.read_text().splitlines()]
    yield make
    for pruner in made:
        pruner.close()
