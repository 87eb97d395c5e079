"""The judgement of code, asked through CodeProbe: nothing that it reads is executed."""

import json
import subprocess
from pathlib import Path

from binary import REPOSITORY

PROBE = REPOSITORY / ".build/release/CodeProbe"
CODE = Path(__file__).parent / "code"
PRELUDE = (CODE / "prelude.py").read_text()


class Probe:
    """A running probe."""

    def __init__(self):
        if not PROBE.exists():
            raise FileNotFoundError(f"{PROBE} is missing: `make test` builds it")
        self.process = subprocess.Popen([PROBE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, files, **more):
        """What is refused, by path: lists of (line, problem)."""
        self.process.stdin.write(json.dumps({"files": files, **more}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer

    def problems(self, text, **more):
        """What is refused of one file."""
        return self.ask({"m.py": text}, **more)["m.py"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


def pieces(name):
    """(name, text) of each piece of a list."""
    for piece in (CODE / name).read_text(encoding="utf-8").split("\n---- ")[1:]:
        title, _, text = piece.partition("\n")
        yield title, text


def models(package):
    """The modelling files of transformers' models for PyTorch."""
    for file in sorted(Path(package).glob("models/*/modeling_*.py")):
        if not file.name.startswith(("modeling_tf_", "modeling_flax_")):
            yield file


def refused_models(probe, files):
    """file -> what is refused; relative imports are read as transformers'."""
    found = {}
    for file in files:
        package = f"transformers.models.{file.parent.name}"
        problems = probe.problems(file.read_text(encoding="utf-8"), library=package)
        if problems:
            found[file.name] = problems
    return found
