"""A kill at any call that changes the file system, up to the transfer: the package stays, and what is left goes away.

A sample; all calls with PRUNING_PACK_PROOF=1."""

import os
import shutil
import signal
import sys

import pytest
from binary import attempt, pruning_pack
from faults import Run, compiled_shim, leftovers, tree
from faults.scenarios import SAVE, Scenario
from loopback_hub import loopback_hub
from publishing import REPOSITORY, variables

pytestmark = [
    pytest.mark.one_version,
    pytest.mark.skipif(sys.platform != "linux", reason="the shim is loaded by Linux's dynamic linker"),
]
PROOF = os.environ.get("PRUNING_PACK_PROOF")


def test_a_kill_leaves_the_package_and_nothing_for_good(tmp_path):
    shim = compiled_shim(tmp_path)
    python = tmp_path / "python"
    # The client's own calls are not counted.
    python.write_text(f'#!/bin/sh\nunset LD_PRELOAD FAULT_AT FAULT_LOG FAULT_KIND\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    # Without a name on the Hub: its card is replaced in the copy.
    pruning_pack(*SAVE, "--output", tmp_path / "my-pruner")

    def before(root):
        shutil.copytree(tmp_path / "my-pruner", root / "out")

    with loopback_hub() as hub:
        scenario = Scenario(
            "publish", tmp_path, before, ["publish", "out", REPOSITORY, "--hf", python, "--quiet", "--threads", "1"]
        )
        scenario.environment = {**variables(hub, tmp_path), "HF_HUB_OFFLINE": "0", **scenario.environment}
        whole = Run(shim, scenario.prepare())
        assert whole.code == 0, whole.errors
        package = tree(scenario.target)
        assert leftovers(scenario.root) == []
        count = len(whole.calls)
        assert count > 40
        # What comes after it clears up what was staged, and the commit is made.
        staged = max(n for n, call in enumerate(whole.calls, 1) if call[0] not in ("mode", "remove"))
        numbers = range(1, count + 1) if PROOF else sorted({1, 2, staged // 2, staged, count - 20})
        for at in numbers:
            hub.repositories.clear()
            moment = at, whole.calls[at - 1]
            ran = Run(shim, scenario.prepare(), at)
            assert ran.code == -signal.SIGKILL, (moment, ran.errors)
            assert tree(scenario.target) == package, moment
            commits = len(hub.repositories[REPOSITORY].commits) if REPOSITORY in hub.repositories else 1
            assert commits == (2 if at > staged else 1), moment
            if PROOF or at == numbers[2]:
                assert attempt("publish", scenario.target, REPOSITORY, "--hf", "/bin/false")[0] == 2
                again = Run(shim, scenario, 0)
                assert again.code == 0 and leftovers(scenario.root) == [], (moment, again.errors)
            else:
                assert attempt("clean", scenario.root)[0] == 0 and leftovers(scenario.root) == [], moment
