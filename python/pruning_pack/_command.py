"""Runs the command."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Optional, Union

from pruning_pack._binary import find_pruning_pack_bin
from pruning_pack._errors import PruningPackError
from pruning_pack._version import __version__

PathLike = Union[str, "os.PathLike[str]"]


class Ran(NamedTuple):
    """How a run ended: its exit code, standard output and standard error."""

    exit_code: int
    output: str
    errors: str

    def json_lines(self) -> list[Any]:
        """The output's JSON objects, one a line."""
        return [json.loads(line) for line in self.output.split("\n") if line]

    def failure(self) -> PruningPackError:
        """What the run said as it failed."""
        message = self.errors.strip()
        for prefix in ("pruning-pack: ", "Error: "):
            message = message[len(prefix) :] if message.startswith(prefix) else message
        message = message or f"pruning-pack ended with exit code {self.exit_code}"
        return PruningPackError(message, exit_code=self.exit_code)


def run(
    *arguments: PathLike, accepted: Sequence[int] = (0,), environment: Optional[Mapping[str, str]] = None
) -> Ran:
    """Runs the command; `environment` is set in addition.

    Raises:
        PruningPackError: It could not be started, is of another version, or ended with another exit code.
    """
    program = command()
    ran = _start(program, [os.fspath(argument) for argument in arguments], environment)
    if ran.exit_code not in accepted:
        raise ran.failure()
    return ran


def command() -> str:
    """The command's path, once it is known to be of this package's version."""
    try:
        program = find_pruning_pack_bin()
    except FileNotFoundError as error:
        raise PruningPackError(str(error)) from error
    try:
        changed = os.stat(program).st_mtime_ns
    except OSError as error:
        raise PruningPackError(f"{program} cannot be read: {error.strerror}") from error
    _check_version(program, changed)
    return program


@lru_cache(maxsize=None)
def _check_version(program: str, changed: int) -> None:
    """Refuses a command of another version; one that was replaced since is asked again."""
    del changed
    found = _start(program, ["--version"]).output.strip()
    if found != __version__:
        raise PruningPackError(
            f"{program} is version {found or 'unknown'}, and the Python package {__version__}. "
            f"Reinstall both: pip install --force-reinstall pruning-pack=={__version__}"
        )


def _start(program: str, arguments: list[str], environment: Optional[Mapping[str, str]] = None) -> Ran:
    try:
        variables = {**os.environ, **environment} if environment else None
        ran = subprocess.run(
            [program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, env=variables
        )
    except OSError as error:
        raise PruningPackError(_start_failure(program, error)) from error
    except ValueError as error:  # a null character in an argument
        raise PruningPackError(f"{program}: {error}") from error
    if ran.returncode < 0:
        raise PruningPackError(f"{program} was ended by signal {-ran.returncode}", exit_code=ran.returncode)
    return Ran(ran.returncode, ran.stdout.decode("utf-8", "replace"), ran.stderr.decode("utf-8", "replace"))


def _start_failure(program: str, error: OSError) -> str:
    from pruning_pack._binary import start_failure

    return start_failure(program, error)


def option(name: str, *values: object) -> list[str]:
    """`--name value` for each value that is not None."""
    arguments: list[str] = []
    for value in values:
        if value is not None:
            text = os.fspath(value) if isinstance(value, os.PathLike) else str(value)
            # One argument: a value may begin with a dash.
            arguments.append(f"--{name}={text}")
    return arguments


def positional(value: PathLike) -> str:
    """An argument that is no option, whatever it begins with."""
    text = os.fspath(value)
    return f"./{text}" if text.startswith("-") else text


def listed(value: Union[None, str, Sequence[str]]) -> list[str]:
    """None, a text or several, as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
