"""What the system does not let the gate read is no fault of the package, and no pass either: exit code 2."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest
from binary import PRUNING_PACK

pytestmark = pytest.mark.one_version

NOBODY = 65534
FILES = [
    "README.md", "modeling_pruning_encoder.py", "config.json", "tokenizer.json", "ranking_model/model.safetensors",
    "pruning_head/config.json", "helper.py", "notes.txt", ".gitignore", "template.jinja",
]


@pytest.fixture
def place():
    """A directory that another user can reach: pytest's own are this user's alone."""
    path = pathlib.Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def verify(place, package):
    """As somebody whom file modes bind, which they do not root."""
    command = shutil.copy(PRUNING_PACK, place / "command")
    identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run([command, "verify", package, "--strict"], cwd=place, capture_output=True, text=True, **identity)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_must_not_be_read_ends_with_two(package, place, name):
    made = place / "package"
    shutil.copytree(package(), made)
    for directory in [made, *(path for path in made.rglob("*") if path.is_dir())]:
        directory.chmod(0o755)
    for extra in ("helper.py", "notes.txt", ".gitignore", "template.jinja"):
        (made / extra).write_text("x = 1\n" if extra == "helper.py" else "")
    assert "permission" not in verify(place, made).stderr.lower()
    (made / name).chmod(0)
    result = verify(place, made)
    assert result.returncode == 2, result.stdout + result.stderr
    assert name in result.stderr and "ermission denied" in result.stderr
