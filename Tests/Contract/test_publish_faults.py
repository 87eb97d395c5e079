"""What goes wrong on the way to the Hub: exit code, message, and what lies there then."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from binary import PRUNING_PACK
from faults import leftovers
from loopback_hub import READ_TOKEN, Stored, answer, breaks, html, loopback_hub, slow
from publishing import REPOSITORY, content, digests, lies, publish, variables, whatever_the_client
from test_publish import release  # noqa: F401

pytestmark = pytest.mark.one_version

WEIGHTS = "ranking_model/model.safetensors"
OTHER = {"README.md": Stored(b"---\nlicense: mit\n---\n")}


@pytest.fixture
def hub():
    with loopback_hub() as hub:
        yield hub


def drops(tree):
    del tree["tokenizer.json"]


def alters(tree):
    tree["config.json"] = Stored(tree["config.json"].data + b" ")


def alters_weights(tree):
    tree[WEIGHTS] = Stored(None, "0" * 64, tree[WEIGHTS].size)


def adds(tree):
    tree["notes.txt"] = Stored(b"x")


# What survives: the run ends well, and everything is there.
SURVIVED = {
    "429 with RateLimit": ("POST .*/preupload/", answer(429, "slow down", ratelimit='"api";r=0;t=1'), 2, 0),
    "429 with Retry-After, for the commit": ("POST .*/commit/", answer(429, "slow down", retry_after="1"), 1, 0),
    "503 before anything": ("GET .*/tree/", answer(503, "down"), 1, 0),
    "503 on the third part": ("PUT /part/", answer(503, "down"), 1, 2),
    "a connection that breaks in a part": ("PUT /part/", breaks, 1, 1),
    "503 for the commit": ("POST .*/commit/", answer(503, "down"), 1, 0),
    "503 when it is compared": ("GET .*/tree/", answer(503, "down"), 1, 1),
    "a slow part": ("PUT /part/", slow(0.2), 1, 0),
}


@pytest.mark.parametrize("name", SURVIVED)
def test_what_goes_away_by_itself(release, tmp_path, name):  # noqa: F811
    pattern, act, times, skip = SURVIVED[name]
    with loopback_hub(mode="multipart") as hub:
        hub.create(REPOSITORY)
        hub.fault(pattern, act, times, skip)
        ran = publish(hub, tmp_path, release())
        assert hub.faults[0].count == times, ran.text
        assert ran.code == 0, ran.text
        assert lies(hub) == digests(release()) and len(hub.repositories[REPOSITORY].commits) == 2


# What does not: (request, answer, exit code, words of the message); nothing may be on the branch.
ENDS = {
    "401": ("POST .*/preupload/", answer(401, "Invalid credentials"), 2, ["hf auth login", "HF_TOKEN"]),
    "403": ("POST .*/preupload/", answer(403, "Forbidden: no write access"), 2, ["may write to acme/my-pruner"]),
    "403 for the commit": ("POST .*/commit/", answer(403, "Forbidden"), 2, ["may write to acme/my-pruner"]),
    "412": ("POST .*/commit/", answer(412, "A commit has happened since."), 1, ["somebody else", "nothing of them is on the branch"]),
    "a bad card": ("POST /api/validate-yaml", answer(400, "x"), 1, ["front matter of README.md", "nothing of them is on the branch"]),
    "HTML at first": ("GET /api/models/", html, 2, ["not the Hub", "HF_ENDPOINT"]),
    "HTML for the upload": ("POST .*/preupload/", html, 2, ["not the Hub"]),
    "a refusal": ("POST .*/commit/", answer(422, "too many files"), 2, ["refused", "too many files", "nothing of them is on the branch"]),
    "a broken connection for good": ("PUT /store/", breaks, 2, ["cannot be reached", "nothing is on the branch"]),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_it_leaves_the_branch(release, hub, tmp_path, name):  # noqa: F811
    pattern, act, code, words = ENDS[name]
    head = hub.create(REPOSITORY).branches["main"]
    if name == "a bad card":
        def act(handler):
            handler.send(400, {"errors": [{"message": '"license" must be one of the known'}], "warnings": []})
    if name == "a broken connection for good" and not os.environ.get("PRUNING_PACK_PROOF"):
        pytest.skip("the client tries for minutes: `make proof` waits for it")
    hub.fault(pattern, act, None)
    ran = publish(hub, tmp_path, release())
    assert ran.code == code and ran.output == "", ran.text
    assert len(ran.errors.splitlines()) == 1 and ran.errors.startswith("pruning-pack: "), ran.errors
    for word in words:
        assert word in ran.errors, ran.errors
    assert hub.repositories[REPOSITORY].branches["main"] == head and lies(hub) == {}
    assert leftovers(release().parent) == leftovers(tmp_path) == []


def test_somebody_else_pushes_meanwhile(release, hub, tmp_path):  # noqa: F811
    hub.create(REPOSITORY)
    hub.before_commit = lambda repository: repository.push(**{"theirs.txt": b"x"})
    ran = publish(hub, tmp_path, release())
    assert ran.code == 1 and "somebody else" in ran.errors, ran.text
    assert set(lies(hub)) == {"theirs.txt"}


@whatever_the_client
def test_a_repository_that_appears_meanwhile(release, hub, tmp_path):  # noqa: F811
    def appears(handler):
        hub.create(REPOSITORY).push(**{"theirs.txt": b"x"})
        handler.exists(REPOSITORY)

    hub.fault("POST /api/repos/create", appears)
    ran = publish(hub, tmp_path, release())
    assert ran.code == 1 and "somebody else created" in ran.errors, ran.text
    assert set(lies(hub)) == {"theirs.txt"}


@whatever_the_client
def test_a_name_that_exists_already(release, hub, tmp_path):  # noqa: F811
    """Created between the look and the creation, and empty: it is used."""
    def appears(handler):
        hub.create(REPOSITORY)
        handler.exists(REPOSITORY)

    hub.fault("POST /api/repos/create", appears)
    ran = publish(hub, tmp_path, release())
    assert ran.code == 0 and lies(hub) == digests(release()), ran.text


@pytest.mark.parametrize("token", [None, "hf_thisIsNobodysToken", READ_TOKEN])
def test_who_may_not_write_creates_nothing(release, hub, tmp_path, token):  # noqa: F811
    ran = publish(hub, tmp_path, release(), token=token)
    assert ran.code == 2 and "token" in ran.errors and "nothing was sent" in ran.errors, ran.text
    assert hub.repositories == {} and (token is None or token not in ran.errors)


def test_what_the_hub_would_skip(release, hub, tmp_path):  # noqa: F811
    hub.create(REPOSITORY)
    hub.ignored = {"config.json", WEIGHTS}
    ran = publish(hub, tmp_path, release())
    assert ran.code == 1 and "config.json" in ran.errors and WEIGHTS in ran.errors and ".gitignore" in ran.errors
    assert lies(hub) == {} and hub.requests("PUT|commit") == []


@pytest.mark.parametrize("change, file, word", [
    (drops, "tokenizer.json", "missing"), (alters, "config.json", "bytes"), (alters_weights, WEIGHTS, "SHA-256"),
    (adds, "notes.txt", "not in the package"),
])  # fmt: skip
def test_a_server_that_keeps_something_else(release, hub, tmp_path, change, file, word):  # noqa: F811
    hub.after_commit = change
    ran = publish(hub, tmp_path, release(), "--format", "json")
    assert ran.code == 3, ran.text
    receipt = ran.receipt
    assert receipt["verdict"] == "differs" and [one["path"] for one in receipt["differences"]] == [file]
    assert word in receipt["differences"][0]["problem"] and f"{file}: " in ran.errors
    # There was no package before: it is the repository that has to go.
    assert f"undo it: hf repos delete {REPOSITORY}" in ran.errors
    assert receipt["commit"] == hub.repositories[REPOSITORY].branches["main"]


SWAP = """
import subprocess, sys, types
code, read = sys.argv[2], sys.stdin.buffer
if "stdin" in code:
    line = read.readline()
    if b'"do": "publish"' in line:
        subprocess.run({before!r}, shell=True, check=True)
    lines = iter([line])
    sys.stdin = types.SimpleNamespace(buffer=types.SimpleNamespace(readline=lambda: next(lines), read=read.read))
exec(compile(code, "-c", "exec"), {{"__name__": "__main__"}})
"""


def swapping(place, before):
    """An interpreter that does something before the client sends."""
    (place / "swap.py").write_text(SWAP.format(before=before))
    wrapper = place / "swap"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} {place}/swap.py "$@"\n')
    wrapper.chmod(0o755)
    return wrapper


@whatever_the_client
def test_a_file_swapped_between_check_and_transfer(release, hub, tmp_path):  # noqa: F811
    package = tmp_path / "package/my-pruner"
    shutil.copytree(release(), package)
    hub.create(REPOSITORY)
    # In the user's directory: what is sent is the copy that was verified.
    verified = digests(package)
    python = swapping(tmp_path, f"echo '{{}}' >{package}/config.json")
    ran = publish(hub, tmp_path, package, hf=python)
    assert ran.code == 0 and lies(hub) == verified, ran.text
    assert (package / "config.json").read_text() == "{}\n"

    # In the copy, which only the same user can write to.
    shutil.rmtree(package)
    shutil.copytree(release("--threshold", "0.25"), package)
    head = hub.repositories[REPOSITORY].branches["main"]
    python = swapping(tmp_path, f"echo '{{}}' >$(ls -d {package.parent}/.pruning-pack.scratch-*)/package/config.json")
    ran = publish(hub, tmp_path, package, hf=python)
    assert ran.code == 1 and "config.json" in ran.errors and "changed after it was verified" in ran.errors, ran.text
    assert hub.repositories[REPOSITORY].branches["main"] == head and leftovers(package.parent) == []


@whatever_the_client
def test_a_large_file_written_to_while_it_is_sent(release, hub, tmp_path):  # noqa: F811
    """It is sent from the disk, not from memory: a change is noticed after all has arrived, and no commit is made."""
    package = tmp_path / "package/my-pruner"
    shutil.copytree(release(), package)
    (package / "notes.txt").write_bytes(b"a line of notes\n" * (17 << 16))
    head = hub.create(REPOSITORY).branches["main"]
    changed = []

    def changes(handler):
        if len(handler.data) > 1 << 24:
            (copy,) = package.parent.glob(".pruning-pack.scratch-*/package/notes.txt")
            copy.write_bytes(copy.read_bytes().upper())
            changed.append(copy)
        handler.store(handler.data, handler.path.rsplit("/", 1)[1])

    hub.fault("PUT /store/", changes, None)
    ran = publish(hub, tmp_path, package)
    assert changed and ran.code == 1 and "notes.txt: the file changed after it was verified" in ran.errors, ran.text
    assert hub.repositories[REPOSITORY].branches["main"] == head and hub.requests("/commit/") == []


@whatever_the_client
def test_the_copy_is_private_and_its_own(release, hub, tmp_path):  # noqa: F811
    package = tmp_path / "package/my-pruner"
    shutil.copytree(release(), package)
    seen = tmp_path / "seen"
    python = swapping(
        tmp_path, f"stat -c '%a %n' {package.parent}/.pruning-pack.scratch-* >{seen}; find {package.parent} -type f -links +1 >>{seen}"
    )
    assert publish(hub, tmp_path, package, hf=python).code == 0
    lines = seen.read_text().splitlines()
    assert len(lines) == 1 and lines[0].startswith("700 "), lines
    # Where nothing may be written beside the package, it is staged where temporary files lie.
    if os.geteuid() != 0:
        package.parent.chmod(0o555)
        assert publish(hub, tmp_path, package, "--dry-run").code == 0


def test_an_answer_to_the_commit_that_is_lost(release, hub, tmp_path):  # noqa: F811
    """The commit is there, and is found to be what was verified."""
    hub.create(REPOSITORY)
    original = hub.server.RequestHandlerClass.send
    lost = []

    def send(handler, status, value=None, headers=None, raw=None):
        if "/commit/" in handler.path and handler.command == "POST" and not lost:
            lost.append(status)
            breaks(handler)
        else:
            original(handler, status, value, headers, raw)

    hub.server.RequestHandlerClass.send = send
    ran = publish(hub, tmp_path, release(), "--format", "json")
    assert lost == [200] and ran.code == 0, ran.text
    assert lies(hub) == digests(release()) and len(hub.repositories[REPOSITORY].commits) == 2


def test_a_server_that_says_nothing(release, hub, tmp_path):  # noqa: F811
    hub.create(REPOSITORY)
    hub.fault("POST .*/commit/", slow(6), None)
    start = time.monotonic()
    ran = publish(hub, tmp_path, release(), PRUNING_PACK_HUB_TIMEOUT="0.5")
    assert ran.code == 2 and "cannot be reached" in ran.errors, ran.text
    assert time.monotonic() - start < 30 and lies(hub) == {}


def test_no_server_at_all(release, hub, tmp_path):  # noqa: F811
    ran = publish(hub, tmp_path, release(), HF_HUB_OFFLINE="1")
    assert ran.code == 2 and "HF_HUB_OFFLINE" in ran.errors and hub.log == [], ran.text


@whatever_the_client
def test_a_client_that_ends_early(release, hub, tmp_path):  # noqa: F811
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$2" in *stdin*) echo "it broke" >&2; exit 7;; esac\nexit 0\n')
    python.chmod(0o755)
    ran = publish(hub, tmp_path, release(), hf=python)
    assert ran.code == 2 and "exit code 7: it broke" in ran.errors and leftovers(release().parent) == []


def started(hub, home, package, **more):
    return subprocess.Popen(
        [PRUNING_PACK, "publish", package, REPOSITORY, "--hf", sys.executable, "--threads", "2"], text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=variables(hub, home, **more), cwd=home,
        # A shell has what it runs in the background ignore the signal.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def wait_for(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@whatever_the_client
def test_an_interrupted_run_says_how_far_it_came(release, hub, tmp_path):  # noqa: F811
    head = hub.create(REPOSITORY).branches["main"]
    hub.fault("PUT /store/", slow(20))
    process = started(hub, tmp_path, release())
    wait_for(lambda: hub.requests("PUT /store/"))
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT and output == ""
    assert "interrupted: 0 of " in errors and "nothing is on the branch" in errors, errors
    assert hub.repositories[REPOSITORY].branches["main"] == head and leftovers(release().parent) == []
    ran = publish(hub, tmp_path, release())
    assert ran.code == 0 and lies(hub) == digests(release()), ran.text


@whatever_the_client
def test_a_killed_run_sends_nothing_more(release, hub, tmp_path):  # noqa: F811
    package = tmp_path / "package/my-pruner"
    shutil.copytree(release(), package)
    before = content(package)
    head = hub.create(REPOSITORY).branches["main"]
    hub.fault("PUT /store/", lambda handler: (time.sleep(1), handler.send(503, {}))[1])
    process = started(hub, tmp_path, package)
    wait_for(lambda: hub.requests("PUT /store/"))
    process.kill()
    process.communicate(timeout=30)
    time.sleep(2)
    # The client ended with the command: it would have made the commit by now.
    assert hub.requests("commit") == [] and hub.repositories[REPOSITORY].branches["main"] == head
    assert content(package) == before and len(leftovers(package.parent)) >= 1
    ran = publish(hub, tmp_path, package)
    assert ran.code == 0 and leftovers(package.parent) == [] and lies(hub) == digests(package), ran.text
