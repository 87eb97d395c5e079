"""What `make demo` shows before it makes an environment: the command alone, without any Python."""

import os
import shutil
import subprocess

from command import PRUNING_PACK, REPOSITORY


def test_the_demo_needs_no_python_for_the_command(tmp_path):
    shutil.copytree(REPOSITORY / "examples", tmp_path / "examples")
    # Whatever asks for Python fails.
    for name in ("python3", "python", "pip", "apt-get", "sudo"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 99\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        [tmp_path / "examples/demo.sh"], env={**os.environ, "PATH": path, "PRUNING_PACK": str(PRUNING_PACK), "NO_PYTHON": "1"},
        capture_output=True, text=True, timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    assert "On a clear night its beam can be seen thirty miles out at sea. " in ran.stdout.splitlines()
    assert "--strict" in ran.stdout and ran.stdout.index("Publishable") < ran.stdout.index("A text:")
    assert sorted(entry.name for entry in (tmp_path / ".cache").iterdir()) == ["demo"]


def test_the_demo_is_made_with_the_build_alone():
    planned = subprocess.run(["make", "--dry-run", "demo"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert "environments" not in planned and "examples/demo.sh" in planned
