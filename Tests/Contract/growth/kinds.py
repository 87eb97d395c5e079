"""The kinds of inputs. Each is prepared in a directory of its own: a function of the package's copy (or of the directory, for
inputs that are no package) and of the number that grows."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

KINDS = []


@dataclass(frozen=True)
class Kind:
    name: str
    n: int
    make: Callable
    environment: dict | None = None
    needs_package: bool = True

    def prepare(self, place, package, n):
        """(arguments of the command, environment) for n of it."""
        target = place / "p"
        if self.needs_package:
            shutil.copytree(package, target)
        else:
            target.mkdir()
        arguments = self.make(target, n)
        environment = None if self.environment is None else {**os.environ, **self.environment}
        return arguments or ["verify", "p", "--threads", "1"], environment


def kind(name, n, environment=None, needs_package=True):
    def register(make):
        KINDS.append(Kind(name, n, make, environment, needs_package))
        return make

    return register


def load(path):
    return json.loads(Path(path).read_text())


def change(path, **values):
    path = Path(path)
    path.write_text(json.dumps({**load(path), **values}))


from . import cards, code, documents, files, texts, tokenizers, weights  # noqa: E402, F401
