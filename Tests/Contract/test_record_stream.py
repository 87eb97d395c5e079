"""A program that asks through pipes: what is whole is answered whenever the input pauses."""

import json
import select
import subprocess

import pytest
from binary import PRUNING_PACK

pytestmark = pytest.mark.one_version

PAIR = {"query": "where is the reef", "document": "It is in the sea. Rain."}
RECORDS = {"prune": PAIR, "score": PAIR, "tokenize": {"text": "Rain flows."}}


@pytest.mark.parametrize("command", RECORDS)
def test_answers_come_when_the_input_pauses(package, command):
    arguments = [PRUNING_PACK, command, package(), "--input", "-", "--format", "json", "--on-error", "record"]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            for number in range(3):
                line = json.dumps({"id": number, **RECORDS[command]}).encode() + b"\n"
                # A whole line, and the beginning of one that does not come yet.
                process.stdin.write(line + b"bad" * number)
                process.stdin.flush()
                if number:
                    assert answer(process)["id"] == number
                    process.stdin.write(b"\n")
                    process.stdin.flush()
                    assert answer(process)["error"]["line"] == 2 * number + 1
                else:
                    assert answer(process)["id"] == 0
            process.stdin.close()
            assert process.wait(60) == 1 and process.stdout.read() == b""
        finally:
            process.kill()


def answer(process):
    assert select.select([process.stdout], [], [], 60)[0], "no answer within a minute"
    return json.loads(process.stdout.readline())
