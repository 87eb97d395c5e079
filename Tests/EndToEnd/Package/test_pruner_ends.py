"""`Pruner` of the wheel where the interpreter ends, forks, is interrupted or is killed."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from installed import clean_environment, interpreters, is_gone

HERE = Path(__file__).parent
STAND_IN = HERE / "stand_in.py"


@pytest.fixture
def script(place, tmp_path):
    """script(name) -> a program of pruner_scripts.py, running."""
    started = []

    def start(name, python=sys.executable):
        arguments = [python, HERE / "pruner_scripts.py", name, place, sys.executable, STAND_IN, tmp_path / "journal"]
        started.append(
            subprocess.Popen(
                list(map(str, arguments)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment(),
                start_new_session=True,
            )  # fmt: skip
        )
        return started[-1]

    yield start
    for each in started:
        # With what it has forked, which has its pipes open.
        with suppress(ProcessLookupError):
            os.killpg(each.pid, signal.SIGKILL)
        each.communicate()


@pytest.mark.parametrize("name", ["ends_with_questions_under_way", "ends_without_closing"])
def test_the_end_of_the_interpreter_is_its_end(script, name):
    ran = script(name)
    output, errors = ran.communicate(timeout=30)
    assert (ran.returncode, errors) == (0, "")
    pid, *told = output.split()
    assert is_gone(int(pid))
    # A thread may not come to its turn before the interpreter has ended.
    assert set(told) <= ({"closed"} if name == "ends_with_questions_under_way" else {"text"})


def test_the_real_process_ends_with_a_parent_that_is_killed(place, command, package):
    """Whatever it is computing: here a text that takes a long time."""
    code = (
        "import sys, threading, time; sys.path.insert(0, sys.argv[1])\n"
        "import pruning_pack; pruner = pruning_pack.Pruner(sys.argv[2])\n"
        "threading.Thread(target=lambda: pruner.process('q', 'It rains. ' * 2_000_000), daemon=True).start()\n"
        "time.sleep(1); print(pruner._service._child.process.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, place, package], stdout=subprocess.PIPE, env=clean_environment())
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert is_gone(pid)


@pytest.mark.parametrize("version", sorted(interpreters()))
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("forks_with_questions_under_way", ["child True", "9 parent 0"]), ("forks_many_times", ["True"]),
        ("forks_inside_a_stream", ["child 49", "49 0", "child 0", "49 0"]), ("is_interrupted", ["interrupted next True"]),
    ],
)  # fmt: skip
def test_forks_and_interrupts(script, version, name, expected):
    ran = script(name, interpreters()[version])
    output, errors = ran.communicate(timeout=60)
    assert ran.returncode == 0, errors
    assert output.splitlines() == expected
