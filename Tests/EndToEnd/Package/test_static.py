"""The command needs nothing of the system it runs on."""

import re
import shutil
import subprocess
import sys

import pytest
from installed import VERSION, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a static command is Linux's")

UNSHARE = ("unshare", "--mount", "--pid", "--fork")


def in_empty_root(root, *arguments, expect=0):
    """Runs the command in a root directory of its own, with /proc and no other file system, where that is allowed."""
    probe = subprocess.run([*UNSHARE, "chroot", "/", "/bin/sh", "-c", ":"], capture_output=True, text=True)
    if probe.returncode != 0:
        pytest.skip(f"no root directory of its own without privileges: {probe.stderr.strip()}")
    return run(*UNSHARE, f"--mount-proc={root}/proc", "chroot", root, *arguments, expect=expect)


def test_it_runs_where_nothing_but_proc_is(command, package, tmp_path):
    shutil.copy(command, tmp_path / "pruning-pack")
    shutil.copytree(package, tmp_path / "my-pruner")
    (tmp_path / "proc").mkdir()
    (tmp_path / "article.txt").write_text("The bridge was opened in 1932. Tea is a plant.")
    assert in_empty_root(tmp_path, "/pruning-pack", "--version").stdout.strip() == VERSION
    assert in_empty_root(tmp_path, "/pruning-pack", "verify", "/my-pruner").stdout.startswith("Publishable")
    pruned = in_empty_root(
        tmp_path, "/pruning-pack", "prune", "/my-pruner", "--query", "When was the bridge built?", "--text", "/article.txt"
    )
    there = run(command, "prune", package, "--query", "When was the bridge built?", "--text", tmp_path / "article.txt")
    assert pruned.stdout == there.stdout
    (tmp_path / "my-pruner/config.json").write_text("{")
    assert "LAY008" in in_empty_root(tmp_path, "/pruning-pack", "verify", "/my-pruner", expect=1).stdout


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("form", ["text", "html"])
def test_it_opens_no_shared_library(command, package, tmp_path, form):
    """libcrypto can load engines, and glibc modules for names of users and hosts: none of that is ever reached."""
    log = tmp_path / "log"
    # No PATH, no Python that it would start to read code: every open is its own.
    trace = ("strace", "-f", "-E", "PATH=/nowhere", "-e", "trace=open,openat,openat2,execve", "-o", log)
    probe = subprocess.run([*map(str, trace), "/bin/true"], capture_output=True, text=True)
    if probe.returncode != 0:
        pytest.skip(f"strace may not trace here: {probe.stderr.strip()}")
    run(*trace, command, "verify", package, "--format", form)
    calls = log.read_text().splitlines()
    assert len([call for call in calls if " execve(" in call]) == 1
    assert any("config.json" in call for call in calls)
    assert [call for call in calls if re.search(r'\.so["\d.]|nsswitch|/etc/passwd|/etc/group|openssl\.cnf', call)] == []
