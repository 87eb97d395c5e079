"""What installs system packages: it says which, prints the line, and runs it only where somebody agreed."""

import os
import subprocess

import pytest
from command import REPOSITORY

SCRIPT = REPOSITORY / ".ci/install-packages"
LINE = "apt-get update && {}apt-get install --yes --no-install-recommends libone-dev two"


@pytest.fixture
def system(tmp_path):
    """system(user, **variables): runs the script where apt-get and sudo only note that they were called."""
    for name in ("apt-get", "sudo"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*" >>"{tmp_path}/calls"\n')
        (tmp_path / name).chmod(0o755)

    def run(user, **variables):
        (tmp_path / "id").write_text(f"#!/bin/sh\necho {user}\n")
        (tmp_path / "id").chmod(0o755)
        (tmp_path / "calls").write_text("")
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        known = {k: v for k, v in os.environ.items() if k not in ("CI", "YES")}
        ran = subprocess.run(
            [SCRIPT, "libone-dev", "two"], env={**known, "PATH": path, **variables}, capture_output=True, text=True,
            timeout=60,
        )
        assert ran.stdout == ""
        return ran.returncode, ran.stderr, (tmp_path / "calls").read_text().splitlines()

    return run


def test_root_is_told_the_line_and_it_runs(system):
    code, said, calls = system(0)
    assert code == 0 and LINE.format("") in said and "sudo" not in said
    assert [call.split()[:2] for call in calls] == [["apt-get", "update"], ["apt-get", "install"]]
    assert calls[1].endswith(" -- libone-dev two")


def test_nobody_else_runs_sudo_unasked(system):
    code, said, calls = system(1000)
    assert (code, calls) == (1, [])
    assert "sudo " + LINE.format("sudo ") in said and "YES=1" in said
    assert system(1000, YES="0", CI="false")[::2] == (1, [])


@pytest.mark.parametrize("consent", [{"YES": "1"}, {"CI": "true"}])
def test_with_consent_sudo_runs_and_never_asks(system, consent):
    code, said, calls = system(1000, **consent)
    assert code == 0 and LINE.format("sudo ") in said
    assert len(calls) == 2 and all(call.startswith("sudo --non-interactive ") for call in calls)


def test_scripts_install_through_it_alone():
    """No other script or Makefile calls a package manager of the system with the rights of root."""
    named = subprocess.run(
        ["git", "grep", "-lE", r"apt-get (update|install)|\bsudo\b", "--", "Makefile", "*.sh", ".ci", "Tools/*.sh"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )
    assert named.stdout.split() == [".ci/install-packages"]


def test_no_script_names_the_host_of_a_package_index():
    """pip, uv and npm have settings for it."""
    hosts = r"(download\.pytorch\.org|pypi\.org/simple|files\.pythonhosted\.org|registry\.npmjs\.org|test\.pypi\.org)"
    named = subprocess.run(
        ["git", "grep", "-nE", hosts, "--", "Makefile", "*.sh", "*.py", "*.yml", ".ci", "Tools", ":!Tests/EndToEnd/Reports/test_installing.py"],
        cwd=REPOSITORY, capture_output=True, text=True,
    )
    assert named.stdout == ""


def test_no_test_reads_beside_the_clone():
    named = subprocess.run(
        ["git", "grep", "-nE", r"REPOSITORY\.parent|\.\./shared|parent ?/ ?.shared", "--", "Tests", "Tools", "Benchmarks",
         ":!Tests/EndToEnd/Reports/test_installing.py"],
        cwd=REPOSITORY, capture_output=True, text=True,
    )
    assert named.stdout == ""
