"""A process that may have little memory or little stack ends with an error, and never by a signal."""

import resource
import shutil
import subprocess

import pytest
from binary import PRUNING_PACK

pytestmark = pytest.mark.one_version
PAIR = ["--query", "when was it built", "--document", "It was opened in 1932. Tea is a plant."]


def run(arguments, limit, size):
    return subprocess.run(
        [PRUNING_PACK, *map(str, arguments)], capture_output=True, stdin=subprocess.DEVNULL, timeout=600,
        preexec_fn=lambda: resource.setrlimit(limit, (size, size)),
    )


def commands(package, output):
    return {
        "verify": ["verify", package],
        "inspect": ["inspect", package],
        "score": ["score", package, *PAIR],
        "prune": ["prune", package, *PAIR],
        "tokenize": ["tokenize", package, "--text", "a river"],
        "export": ["export", package, "--output", output],
    }


@pytest.mark.parametrize("command", ["verify", "inspect", "score", "prune", "tokenize", "export"])
def test_little_address_space_is_an_error(package, tmp_path, command):
    for mebibytes in (64, 100):
        shutil.rmtree(tmp_path / "exported", ignore_errors=True)
        ran = run(commands(package(), tmp_path / "exported")[command], resource.RLIMIT_AS, mebibytes << 20)
        if ran.returncode == 127:
            # The system could not even load the program.
            assert b"error while loading shared libraries" in ran.stderr
            continue
        assert ran.returncode in (0, 1, 2), (mebibytes, ran.returncode, ran.stderr[-500:])
        assert ran.returncode != 2 or ran.stderr.startswith(b"pruning-pack: "), (mebibytes, ran.stderr)


@pytest.mark.parametrize("command", ["verify", "inspect", "score", "prune", "tokenize", "export"])
def test_a_small_stack_is_enough(package, tmp_path, command):
    ran = run(commands(package(), tmp_path / "exported")[command], resource.RLIMIT_STACK, 256 << 10)
    assert ran.returncode in (0, 1) and not ran.stderr.startswith(b"pruning-pack: "), ran.stderr[-500:]
