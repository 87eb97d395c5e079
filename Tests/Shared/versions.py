"""Functions of these modules, run in either version of transformers.

    call("tf4", "consumers", "outputs", directory=..., ...) -> what outputs(directory=..., ...) of consumers.py returns

The libraries are imported once for each version and process that calls, by far the most that a call would take; each call
runs in a fork of that, and leaves nothing behind for the next one. Arguments and results are JSON, and paths their text.
"""

import atexit
import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback

from binary import REPOSITORY

VERSIONS = {line: REPOSITORY / f".cache/venv-{line}/bin/python" for line in ("tf4", "tf5")}
_servers = {}


class Server:
    """An interpreter of a version, with everything imported."""

    def __init__(self, version):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [VERSIONS[version], __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
        atexit.register(self.end)

    def ask(self, request):
        self.log.truncate(0)
        self.process.stdin.write(json.dumps(request, default=str).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or "{}")
        if "result" not in answer:
            self.log.seek(0)
            raise AssertionError(answer.get("error") or self.log.read().decode(errors="replace")[-3000:])
        return answer["result"]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def call(version, module, function, **arguments):
    if version not in _servers:
        _servers[version] = Server(version)
    return _servers[version].ask({"module": module, "function": function, "arguments": arguments})


def answer(request):
    try:
        function = getattr(importlib.import_module(request["module"]), request["function"])
        return {"result": function(**request["arguments"])}
    except BaseException:  # noqa: B902 - whatever ends the call is the caller's to see
        return {"error": traceback.format_exc()}


def answer_in_fork(request):
    """The answer to a request, in JSON; nothing where the fork ended without one."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with open(writing, "w", encoding="utf-8") as stream:
                json.dump(answer(request), stream)
        except BaseException:  # noqa: B902 - the log says why there is no answer
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as stream:
        text = stream.read()
    _, status = os.waitpid(child, 0)
    return text or json.dumps({"error": f"the call ended without an answer: status {status}\n"})


def serve():
    # What libraries print must not get between the answers.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        import gc

        # Most of what these imports make stays: to look for garbage in it takes a quarter of their time.
        gc.disable()
        import sentence_transformers  # noqa: F401
        import torch
        from remembering import remember_code
        from transformers import PreTrainedModel  # noqa: F401

        torch.set_num_threads(1)
        remember_code()
        gc.freeze()
        gc.enable()
        for line in sys.stdin:
            answers.write(answer_in_fork(json.loads(line)) + "\n")
            answers.flush()


if __name__ == "__main__":
    serve()
