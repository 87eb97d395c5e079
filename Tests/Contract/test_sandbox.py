"""What code of a package can do while --python runs it: attacks from inside, at each level.

They stand in an interpreter whose `tokenizers` is the attack, so that what is tried does not depend on what the rules about
code let pass.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import pytest
from binary import PRUNING_PACK
from sandbox.levels import forbid

ATTACKS = Path(__file__).with_name("sandbox") / "attacks.py"
SECRET = "token-of-the-user-4711"
NOBODY = 65534
SYSTEM_PYTHON = Path("/usr/bin/python3")
IS_SUPERUSER = os.geteuid() == 0

# What gets through where the system gives no namespaces; docs/sandbox.md says so.
THROUGH = {"full": [], "partial": ["see_that_netrc_is_there", "read_command_lines"]}

pytestmark = [pytest.mark.one_version, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox of macOS was never run")]


class Stage:
    """A package, an interpreter that attacks, and what is attacked."""

    def __init__(self, root, package, interpreter, user):
        self.root, self.user = root, user
        root.chmod(0o755)
        self.package = root / "beside/package"
        shutil.copytree(package, self.package)
        self.home, self.outside, self.scratch = root / "home", root / "outside", root / "scratch"
        for directory in (self.home, self.outside, self.scratch):
            directory.mkdir()
        (self.home / ".netrc").write_text("machine a.b login me password secret\n")
        (self.outside / "kept").write_text("kept")
        (self.outside / "kept").chmod(0o644)
        self.mark = "mark-" + root.name
        self.python = self._interpreter(Path(interpreter))
        for path in [root, *root.rglob("*")]:
            if user is not None and not path.is_symlink():
                os.chown(path, user, user)

    def _interpreter(self, real):
        """A virtual environment with modules of our own."""
        place = self.root / self.mark
        version = subprocess.check_output(
            [real, "-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])"], text=True
        ).strip()
        modules = place / "lib" / Path(version).name / "site-packages"
        modules.mkdir(parents=True)
        (place / "bin").mkdir()
        (place / "bin/python").symlink_to(real)
        (place / "pyvenv.cfg").write_text(f"home = {real.parent}\ninclude-system-site-packages = false\n")
        self.module = modules / "tokenizers.py"
        return place / "bin/python"

    def run(self, level, attack, arguments=(), **targets):
        assert attack == "hello" or "--unsandboxed" not in arguments
        targets = {
            "attack": attack, "package": str(self.package), "home": str(self.home), "outside": str(self.outside),
            "mark": self.mark, "secret": SECRET, **targets,
        }  # fmt: skip
        self.module.write_text(f"TARGETS = {targets!r}\n" + ATTACKS.read_text())

        def before():
            if self.user is not None:
                os.setgroups([])
                os.setgid(self.user)
                os.setuid(self.user)
            forbid(level)

        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.home), "TMPDIR": str(self.scratch), "HF_TOKEN": SECRET,
        }  # fmt: skip
        return subprocess.run(
            [PRUNING_PACK, "verify", self.package, "--python", self.python, "--format", "json", *arguments],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, env=environment, preexec_fn=before,
            cwd="/",
        )  # fmt: skip

    def survivors(self):
        """Processes that carry the mark: what has run inside."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if self.mark.encode() in line and b"pruning-pack" not in line:
                found.append(line)
        return found


USERS = ["as the superuser", "as a user"] if IS_SUPERUSER else ["as a user"]


@pytest.fixture
def stage(request, package):
    user, interpreter = None, Path(sys.executable).resolve()
    if IS_SUPERUSER and request.param == "as a user":
        if not SYSTEM_PYTHON.exists():
            pytest.skip(f"there is no {SYSTEM_PYTHON} that another user could run")
        if not all(folder.stat().st_mode & 0o001 for folder in Path(PRUNING_PACK).resolve().parents):
            pytest.skip(f"another user cannot get to {PRUNING_PACK}: a folder above is closed to others")
        user, interpreter = NOBODY, SYSTEM_PYTHON.resolve()
    root = Path(tempfile.mkdtemp(prefix="pruning-pack-sandbox-"))
    yield Stage(root, package(), interpreter, user)
    shutil.rmtree(root)


def contents(directory):
    return {
        str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
        for path in sorted(directory.rglob("*"))
    }


def wait_for_no_survivors(stage):
    """What the kernel has killed may take a moment to go."""
    for _ in range(50):
        if not stage.survivors():
            return
        time.sleep(0.02)
    raise AssertionError(stage.survivors())


@pytest.mark.parametrize("stage", USERS, indirect=True)
@pytest.mark.parametrize("level", ["full", "partial"])
def test_attacks(level, stage):
    as_user = {} if stage.user is None else {"user": stage.user, "group": stage.user, "extra_groups": []}
    victim = subprocess.Popen(["sleep", "60"], env={"SECRET": SECRET}, **as_user)
    path = str(stage.outside / "socket")
    with socket.socket(socket.AF_UNIX) as by_path, socket.socket(socket.AF_UNIX) as abstract, socket.socket() as tcp:
        by_path.bind(path)
        os.chmod(path, 0o777)
        abstract.bind("\0" + stage.mark)
        tcp.bind(("127.0.0.1", 0))
        for server in (by_path, abstract, tcp):
            server.listen()
        before = contents(stage.package), contents(stage.outside)
        ran = stage.run(level, "all", victim=victim.pid, socket=path, port=tcp.getsockname()[1])
    assert ran.returncode == 2, ran.stderr
    through = re.search(r'THROUGH (\[.*?\]) OF (\d+)', ran.stderr)
    assert through, ran.stderr
    assert json.loads(through[1]) == THROUGH[level]
    assert int(through[2]) > 40
    assert (contents(stage.package), contents(stage.outside)) == before
    assert not (stage.package.parent / "written").exists()
    assert not Path("/dev/shm", stage.mark).exists()
    assert victim.poll() is None, "the victim was killed"
    victim.kill()
    victim.wait()
    wait_for_no_survivors(stage)
    assert list(stage.scratch.iterdir()) == []


@pytest.mark.parametrize("stage", USERS[:1], indirect=True)
@pytest.mark.parametrize("level, said", [("full", "No space left"), ("partial", "more was written than may be")])
def test_files_that_are_too_much_together(level, said, stage):
    ran = stage.run(level, "fill")
    assert ran.returncode == 2 and said in ran.stderr, ran.stderr
    assert list(stage.scratch.iterdir()) == []


@pytest.mark.parametrize("stage", USERS[:1], indirect=True)
@pytest.mark.parametrize("level", ["full", "partial"])
def test_output_without_end(level, stage):
    ran = stage.run(level, "flood")
    assert ran.returncode == 2 and "output is too large" in ran.stderr, ran.stderr
    wait_for_no_survivors(stage)


@pytest.mark.parametrize("stage", USERS, indirect=True)
def test_fork_bomb(stage):
    """The superuser's processes are bounded from Linux 6.14 on; at the partial level never."""
    release = tuple(int(part) for part in os.uname().release.split(".")[:2])
    if IS_SUPERUSER and stage.user is None and release < (6, 14):
        pytest.skip("before Linux 6.14 nothing bounds the superuser's processes")
    ran = stage.run("full", "fork_bomb")
    children = re.search(r"(\d+) children", ran.stderr)
    assert children and 1000 < int(children[1]) < 2100, ran.stderr
    wait_for_no_survivors(stage)


@pytest.mark.parametrize("stage", USERS, indirect=True)
def test_no_sandbox_is_an_error(stage):
    ran = stage.run("none", "hello")
    assert ran.returncode == 2 and "no sandbox" in ran.stderr and "--unsandboxed" in ran.stderr, ran.stderr
    # Asked for, it runs in the open, where no attack may be tried.
    ran = stage.run("none", "hello", arguments=["--unsandboxed"])
    assert "HELLO" in ran.stderr, ran.stderr
