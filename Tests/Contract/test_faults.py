"""A kill, a failing call or a signal at any moment leaves the old package or the new one, and nothing that stays behind.

A sample; all calls with PRUNING_PACK_PROOF=1."""

import errno
import os
import shutil
import signal
import subprocess
import sys

import pytest
from binary import PRUNING_PACK, attempt
from faults import SCENARIOS, Run, compiled_shim, leftovers, tree, unsafe_steps
from faults.scenarios import SAVE, scenarios

pytestmark = [
    pytest.mark.one_version,
    pytest.mark.skipif(sys.platform != "linux", reason="the shim is loaded by Linux's dynamic linker"),
]
PROOF = os.environ.get("PRUNING_PACK_PROOF")
POINTS = 5


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    work = tmp_path_factory.mktemp("faults")
    return compiled_shim(work), {scenario.name: scenario for scenario in scenarios(work)}


@pytest.fixture(scope="module")
def whole(stage):
    """whole(name) -> what one undisturbed run does: (tree before, tree after, the run)."""
    shim, known = stage
    seen = {}

    def run(name):
        if name not in seen:
            scenario = known[name].prepare()
            before, ran = tree(scenario.target), None
            for _ in range(2 if name.startswith("record") else 1):
                # The first run fills the stand-in's memory.
                ran = Run(shim, scenario.prepare())
                assert ran.code == 0, ran.errors
            assert leftovers(scenario.root) == []
            seen[name] = before, tree(scenario.target), ran
        return seen[name]

    return run


def chosen(count, first=1):
    """Numbers of calls: all, or a few with the last ones among them, where things are put in place."""
    numbers = list(range(first, count + 1))
    if PROOF or len(numbers) <= POINTS:
        return numbers
    spread = numbers[:: max(1, len(numbers) // (POINTS // 2))]
    return sorted({*spread, *numbers[-(POINTS // 2) :]})


def changing(calls):
    """Numbers of the calls from the first rename or exchange on, which is where a moment counts most."""
    first = next(n for n, call in enumerate(calls, 1) if call[0] in ("rename", "exchange"))
    return chosen(len(calls), first)


def synced_after_a_link(calls):
    """Numbers of the syncs behind the first link: a second name changes a file that was read, and must not be blamed."""
    first = next((n for n, call in enumerate(calls, 1) if call[0] == "link"), len(calls))
    return [n for n, call in enumerate(calls, 1) if n > first and call[0] == "sync"]


def clean(directory):
    code, output, errors = attempt("clean", directory)
    assert code == 0, errors
    return output


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_is_put_in_place_before_it_is_on_the_disk(name, stage, whole):
    _, _, ran = whole(name)
    assert unsafe_steps(ran, str(stage[1][name].root)) == []


def again(scenario):
    return subprocess.run(
        [PRUNING_PACK, *map(str, scenario.arguments)], capture_output=True, stdin=subprocess.DEVNULL, cwd=scenario.root,
        env={**os.environ, **scenario.environment},
    )  # fmt: skip


def clean_all(scenario):
    for directory in (scenario.root, scenario.root / "tmp", scenario.target):
        if directory.is_dir():
            clean(directory)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_kill_leaves_the_old_or_the_new(name, stage, whole):
    shim, known = stage
    scenario = known[name]
    before, after, undisturbed = whole(name)
    for at in sorted({*chosen(len(undisturbed.calls)), *changing(undisturbed.calls)}):
        moment = at, undisturbed.calls[at - 1]
        ran = Run(shim, scenario.prepare(), at)
        assert ran.code == -signal.SIGKILL, (moment, ran.errors)
        if name in ("fix-in-place", "record"):
            # Whoever opens the package next finds a whole one, whatever lies beside its files.
            assert attempt("tokenize", scenario.target, "--text", "a")[0] == 0, moment
        assert tree(scenario.target, True) in (before, after), moment
        if at % 2:
            # What is there already is refused; else the same run ends well, and clears up beside its target.
            assert again(scenario).returncode == 0 or tree(scenario.target) == after, moment
            assert [name for name in leftovers(scenario.root) if not name.startswith("tmp/")] == [], moment
            assert tree(scenario.target) == after, moment
        clean_all(scenario)
        assert leftovers(scenario.root) == [], moment
        assert tree(scenario.target) in (before, after), moment


ERRORS = {
    "create": [errno.ENOSPC, errno.EACCES], "mkdir": [errno.ENOSPC], "write": [errno.ENOSPC, errno.EIO], "sync": [errno.EIO],
    "link": [errno.ENOSPC], "rename": [errno.EIO, errno.ENOSPC], "exchange": [errno.EIO, errno.EINVAL],
}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_failing_call_leaves_the_old_or_the_new(name, stage, whole):
    shim, known = stage
    scenario = known[name]
    before, after, undisturbed = whole(name)
    calls = undisturbed.calls
    for at in sorted({*chosen(len(calls)), *changing(calls), *synced_after_a_link(calls)}):
        call = calls[at - 1]
        for failure in ERRORS.get(call[0], []):
            moment = at, call, errno.errorcode[failure]
            ran = Run(shim, scenario.prepare(), at, failure)
            assert tree(scenario.target) in (before, after), (moment, ran.errors)
            assert ran.code in (0, 2), (moment, ran.errors)
            if ran.code == 0:
                assert tree(scenario.target) == after, moment
            else:
                assert "pruning-pack: " in ran.errors, moment
            if call[0] == "sync":
                assert ran.code == 2 and "sync" in ran.errors, (moment, ran.errors)
            assert leftovers(scenario.root) == [], (moment, ran.errors)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_signal_ends_it_without_a_word(name, stage, whole):
    shim, known = stage
    scenario = known[name]
    before, after, undisturbed = whole(name)
    for at in chosen(len(undisturbed.calls)):
        moment = at, undisturbed.calls[at - 1]
        ran = Run(shim, scenario.prepare(), at, "term")
        assert tree(scenario.target) in (before, after), moment
        assert leftovers(scenario.root) == [], moment
        # A run that was over before the signal's thread woke up has ended well.
        assert ran.code in (-signal.SIGTERM, 0), (moment, ran.errors)
        if ran.code:
            assert ran.errors == "", moment
        else:
            assert tree(scenario.target) == after, moment


def test_a_full_standard_output_leaves_nothing(stage):
    scenario = stage[1]["fix"].prepare()
    before = tree(scenario.target)
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [PRUNING_PACK, *map(str, scenario.arguments)], stdout=full, stderr=subprocess.PIPE, cwd=scenario.root
        )
    assert ran.returncode == 2, ran.stderr
    assert leftovers(scenario.root) == [] and tree(scenario.target) == before


def journal(stage):
    """A package in the middle of a repair."""
    shim, known = stage
    scenario = known["fix-in-place"].prepare()
    moments = Run(shim, scenario).calls
    at = next(n for n, call in enumerate(moments, 1) if call[0] == "rename" and call[2].endswith("out/config.json"))
    assert Run(shim, scenario.prepare(), at).code == -signal.SIGKILL
    assert (scenario.target / ".pruning-pack.journal").is_file()
    return scenario


COMMANDS = {
    "verify": ["verify", "out"],
    "score": ["score", "out", "--query", "a", "--document", "b"],
    "prune": ["prune", "out", "--query", "a", "--document", "b"],
    "inspect": ["inspect", "out"],
    "record": ["record", "out", "--python", "../python", "--unsandboxed"],
    "inspect a file": ["inspect", "out/config.json"],
    "tokenize": ["tokenize", "out", "--text", "a"],
    "export": ["export", "out", "--output", "exported"],
    "save": ["save", "--from", "out", "--output", "saved"],
    "save over": [*SAVE, "--output", "out"],
    "clean": ["clean", "out"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_finishes_a_repair(command, stage, whole):
    scenario = journal(stage)
    ran = subprocess.run([PRUNING_PACK, *map(str, COMMANDS[command])], capture_output=True, cwd=scenario.root)
    assert ran.returncode in (0, 1), ran.stderr
    if command == "record":
        # It has changed the package afterwards: its outputs, and the card that tells of them.
        assert leftovers(scenario.target) == [] and "recorded" in ran.stderr.decode() + ran.stdout.decode()
        return
    assert tree(scenario.target) == whole("fix-in-place")[1]


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda text: text[:40], ""),
        (lambda text: text.replace('"config.json"', '"../config.json"'), "../config.json"),
        (lambda text: text.replace('"config.json"', '".git/HEAD"'), ".git/HEAD"),
        (lambda text: text.replace("staging-", "staging-x"), "not written here"),
        (lambda text: text.replace('"format": 1', '"format": 2'), "format"),
    ],
)
def test_a_journal_that_cannot_be_followed_says_what_to_do(change, said, stage):
    scenario = journal(stage)
    path = scenario.target / ".pruning-pack.journal"
    # In place: the number of the file stays.
    text = change(path.read_text())
    path.write_text(text)
    before = tree(scenario.target)
    for command in (["verify", scenario.target], ["clean", scenario.target], ["inspect", scenario.target]):
        code, _, errors = attempt(*command)
        assert code == 2 and ".pruning-pack.journal" in errors and "delete" in errors and said in errors, errors
    assert tree(scenario.target) == before


def test_a_journal_that_came_with_a_package_is_not_followed(stage):
    scenario = journal(stage)
    copy = scenario.root / "copy"
    shutil.copytree(scenario.target, copy)
    before = tree(copy)
    code, _, errors = attempt("verify", copy)
    assert code == 2 and "not written here" in errors, errors
    assert tree(copy) == before


def test_clean_takes_what_is_nobodys(tmp_path):
    ours = [".pruning-pack.staging-abcdef", ".pruning-pack.scratch-abcdef-interrupted", ".reference_outputs.json.12-34"]
    for name in ours[:2]:
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep/file").write_text("x")
    (tmp_path / ours[2]).write_text("x")
    others = [".pruning-pack.yml", ".pruning-pack.staging-", "pruning-pack-abcdef", ".reference_outputs.json.bak"]
    for name in others:
        (tmp_path / name).write_text("x")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper/.pruning-pack.staging-abcdef").mkdir()
    (tmp_path / ".pruning-pack.file-abcdef").symlink_to("deeper")
    listed = subprocess.run([PRUNING_PACK, "clean", "--dry-run"], cwd=tmp_path, capture_output=True, text=True)
    assert listed.returncode == 0 and all(name in listed.stdout for name in ours)
    assert all((tmp_path / name).exists() for name in ours)
    assert subprocess.run([PRUNING_PACK, "clean"], cwd=tmp_path, capture_output=True).returncode == 0
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted([*others, "deeper", ".pruning-pack.file-abcdef"])
    assert attempt("clean", tmp_path / "nowhere")[0] == 2


def test_clean_leaves_what_is_being_written(tmp_path):
    import fcntl

    busy = tmp_path / ".pruning-pack.staging-abcdef"
    busy.mkdir()
    descriptor = os.open(busy, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    code, output, errors = attempt("clean", tmp_path)
    assert code == 0 and output == "" and "in use" in errors
    assert busy.exists()
    os.close(descriptor)
    assert busy.name in clean(tmp_path) and not busy.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_clean_leaves_what_belongs_to_others(tmp_path):
    foreign = tmp_path / ".pruning-pack.staging-abcdef"
    foreign.mkdir()
    os.chown(foreign, 12345, 12345)
    code, output, errors = attempt("clean", tmp_path)
    assert code == 0 and output == "" and "another user" in errors
    assert foreign.exists()
