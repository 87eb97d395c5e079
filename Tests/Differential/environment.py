"""The environments' servers, as the harness sees them."""

import json
import socket
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
PYTHON = {version: REPOSITORY / f".cache/venv-tf{version}/bin/python" for version in ("5", "4")}


class Environment:
    """A server of one environment; see server.py."""

    def __init__(self, version, place):
        self.version, self.socket = version, str(place / f"socket-{version}")
        self.errors = open(place / f"errors-{version}", "wb")
        self.process = subprocess.Popen(
            [PYTHON[version], HERE / "server.py", self.socket], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.errors,
        )

    def wait(self):
        """Returns once it has imported its libraries."""
        if self.process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"the server of transformers {self.version} did not start: {self.last_errors()}")

    def last_errors(self):
        return Path(self.errors.name).read_text(encoding="utf-8", errors="replace")[-2000:]

    def ask(self, **request):
        """The server's answer; None where the fork that should have given it ended without one."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.socket)
            connection.sendall(json.dumps(request).encode() + b"\n")
            answer = connection.makefile("rb").read()
        return json.loads(answer) if answer else None

    def require(self, **request):
        """An answer that there has to be."""
        answer = self.ask(**request)
        if answer is None:
            raise RuntimeError(f"transformers {self.version} gave no answer to {request}: {self.last_errors()}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.errors.close()
