"""What a person sees of `publish` on a terminal."""

import os
import pty
import select
import subprocess
import sys
import time

import keys
import pytest
from binary import PRUNING_PACK
from loopback_hub import loopback_hub, slow
from publishing import REPOSITORY, variables, whatever_the_client
from test_publish import release  # noqa: F401

pytestmark = [pytest.mark.one_version, whatever_the_client]


def test_it_says_how_far_it_is(release, tmp_path):  # noqa: F811
    with loopback_hub() as hub:
        hub.create(REPOSITORY)
        # Longer than a second: until then nothing is said.
        hub.fault("PUT /store/", slow(2.5))
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [PRUNING_PACK, "publish", release(), REPOSITORY, "--hf", sys.executable], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=theirs, env=variables(hub, tmp_path), cwd=tmp_path,
        )  # fmt: skip
        os.close(theirs)
        output = process.communicate(timeout=60)[0].decode()
        said = b""
        try:
            while part := os.read(ours, 1 << 16):
                said += part
        except OSError:
            pass
        os.close(ours)
    said = said.decode()
    assert process.returncode == 0, said
    assert "sending: 0 of " in said and said.endswith("\r\x1b[K"), said
    # Of the client's own bars nothing.
    assert "%|" not in said and "published, and compared" in output


def test_the_question_for_a_passphrase_stays(release, tmp_path):  # noqa: F811
    """Nothing else is written on its line, however long the answer takes."""
    private, _ = keys.write_encrypted(tmp_path)
    with loopback_hub() as hub:
        hub.create(REPOSITORY)
        arguments = ["publish", release(), REPOSITORY, "--hf", sys.executable, "--sign-key", private]
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(PRUNING_PACK, [str(PRUNING_PACK), *map(str, arguments)], variables(hub, tmp_path))
        asked = b""
        while b"Passphrase" not in asked:
            asked += os.read(terminal, 1 << 16)
        time.sleep(2.5)
        while select.select([terminal], [], [], 0)[0]:
            asked += os.read(terminal, 1 << 16)
        os.write(terminal, keys.PASSPHRASE.encode() + b"\n")
        said = b""
        try:
            while part := os.read(terminal, 1 << 16):
                said += part
        except OSError:
            pass
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, said
    assert asked.decode() == f"Passphrase of {private}: "
    assert keys.PASSPHRASE.encode() not in said and b"published, and compared" in said
