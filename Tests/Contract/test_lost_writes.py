"""What was not synced is lost, whole or in part, at any moment: the old package or the new one is there, and nothing between.

A run is traced once, and played on a model of a disk that forgets (faults/lossy.py). A sample; all of it with PRUNING_PACK_PROOF=1.
"""

import os
import random
import shutil
import sys

import pytest
from binary import pruning_pack
from faults import SCENARIOS, Replay, Run, compiled_shim
from faults.scenarios import SAVE, Scenario, scenarios
from loopback_hub import loopback_hub
from publishing import REPOSITORY, variables

pytestmark = [
    pytest.mark.one_version,
    pytest.mark.skipif(sys.platform != "linux", reason="the shim is loaded by Linux's dynamic linker"),
]
PROOF = os.environ.get("PRUNING_PACK_PROOF")
# Of the sample: moments, states of each, and states that a command is asked about.
MOMENTS, STATES, OPENINGS = 24, 40, 12


def traced(shim, scenario, environment):
    ran = Run(shim, scenario, environment=environment)
    assert ran.code == 0, ran.errors
    return ran


@pytest.fixture(scope="module")
def replays(tmp_path_factory):
    """replays(name) -> the replay of a scenario, traced once."""
    work = tmp_path_factory.mktemp("lost")
    shim, made = compiled_shim(work), {}
    known = {scenario.name: scenario for scenario in scenarios(work)}

    def replay(name):
        if name not in made:
            if name.startswith("record"):
                # The first run fills the stand-in's memory.
                assert Run(shim, known[name].prepare()).code == 0
            made[name] = Replay(shim, known[name], traced)
        return made[name]

    return replay


def moments(replay):
    """Numbers of steps: all, or those around changes of names in the end, and a few by chance."""
    last = len(replay.steps)
    if PROOF or last <= MOMENTS:
        return range(1, last + 1)
    moving = [n for n, step in enumerate(replay.steps, 1) if step[0] in ("rename", "exchange", "remove", "sync")]
    moved = [n for n, step in enumerate(replay.steps, 1) if step[0] in ("rename", "exchange")]
    near = {n for at in moved[:3] + moved[-1:] for n in (at - 1, at, at + 1) if 0 < n <= last}
    chance = random.Random(last)
    return sorted({*near, *chance.sample(moving, min(len(moving), MOMENTS // 3)), last})


def hold(replay):
    assert replay.is_exact(), "a call that changes the file system is not traced"
    found = list(replay.faults(moments(replay), None if PROOF else STATES, openings=None if PROOF else OPENINGS))
    print(f"{replay.scenario.name}: {len(replay.steps)} steps, {replay.count} states, {replay.opened} opened by a command")
    assert found == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_lost_leaves_the_old_or_the_new(name, replays):
    hold(replays(name))


def test_what_is_lost_leaves_the_package_that_is_published(tmp_path):
    shim = compiled_shim(tmp_path)
    python = tmp_path / "python"
    # The client's own calls are not traced.
    python.write_text(f'#!/bin/sh\nunset LD_PRELOAD FAULT_TRACE FAULT_LOG\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    pruning_pack(*SAVE, "--output", tmp_path / "my-pruner")
    with loopback_hub() as hub:
        scenario = Scenario(
            "publish", tmp_path, lambda root: shutil.copytree(tmp_path / "my-pruner", root / "out"),
            ["publish", "out", REPOSITORY, "--hf", python, "--quiet", "--threads", "1"],
        )  # fmt: skip
        scenario.environment = {**variables(hub, tmp_path), "HF_HUB_OFFLINE": "0", **scenario.environment}
        replay = Replay(shim, scenario, traced)
    assert replay.before == replay.after
    hold(replay)


def is_put_in_place(path, steps):
    """False for a directory of the staging directory out of which nothing moves: its names may be lost."""
    if ".pruning-pack.staging-" not in path:
        return True
    synced = max(n for n, step in enumerate(steps) if step[:2] == ("sync", path))
    moved = [step[1] for step in steps[synced:] if step[0] in ("rename", "exchange", "link")]
    return any(f"{source}/".startswith(f"{path}/") or f"{path}/".startswith(f"{source}/") for source in moved)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_sync_that_is_left_out_is_noticed(name, replays):
    replay = replays(name)
    synced = replay.synced()
    assert len(synced) > 1
    last = len(replay.steps)
    for node, path in synced.items():
        if not is_put_in_place(path, replay.steps):
            continue
        found = next(replay.faults(range(last, 0, -1), without=node), None)
        assert found, f"without the syncs of {path} no state was wrong"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_rename_before_the_syncs_is_noticed(name, replays):
    replay = replays(name)
    at = next(n for n, step in enumerate(replay.steps, 1) if step[0] in ("rename", "exchange"))
    found = next(replay.faults(range(at, len(replay.steps)), late=at), None)
    assert found, f"before step {at}, {replay.steps[at - 1][:3]}, nothing has to be synced"
