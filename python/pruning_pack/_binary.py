"""Where the installed command is, and why it does not start."""

from __future__ import annotations

import errno
import platform
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

_NAME = "pruning-pack"
_PACKAGE = Path(__file__).absolute().parent

# What errno says of a program for another processor or system; macOS has a number of its own, EBADARCH.
_WRONG_FORMAT = {errno.ENOEXEC, getattr(errno, "EBADARCH", 86)}

_ELF_MACHINES = {0x3E: "Linux x86_64", 0xB7: "Linux aarch64"}
_MACH_MACHINES = {0x01000007: "macOS x86_64", 0x0100000C: "macOS arm64"}


def find_pruning_pack_bin() -> str:
    """Returns the path of the `pruning-pack` command that was installed with this package.

    Raises:
        FileNotFoundError: No place that an installer uses has the command; the message lists them.
    """
    places = list(dict.fromkeys(_places()))
    for place in places:
        program = place / _NAME
        if program.is_file():
            return str(program)
    listed = "\n".join(f"  {place}" for place in places)
    raise FileNotFoundError(
        f"The command {_NAME} is in none of these directories:\n{listed}\n"
        f"Reinstall the package: pip install --force-reinstall {_NAME}"
    )


def _places() -> Iterator[Path]:
    """The directories that may hold the command, most likely first."""
    # A clone of the repository, with what `make build` left there.
    clone = _PACKAGE.parents[1]
    if (clone / "Package.swift").is_file():
        yield clone / ".build/release"
    yield Path(sysconfig.get_path("scripts"))
    yield Path(sysconfig.get_path("scripts", vars={"base": sys.base_prefix}))
    # pip install --prefix: PREFIX/lib/python3.12/site-packages/pruning_pack.
    if _PACKAGE.parent.name in ("site-packages", "dist-packages") and len(_PACKAGE.parents) > 3:
        yield _PACKAGE.parents[3 if _PACKAGE.parents[1].name.startswith("python") else 2] / "bin"
    # pip install --target.
    yield _PACKAGE.parent / "bin"
    yield Path(sysconfig.get_path("scripts", scheme=_user_scheme()))


def _user_scheme() -> str:
    if sys.version_info >= (3, 10):
        return sysconfig.get_preferred_scheme("user")
    return "osx_framework_user" if sys.platform == "darwin" and sys._framework else "posix_user"


def start_failure(program: str, error: OSError) -> str:
    """Says why a command could not be started: for one made for another machine, which machine that is."""
    if error.errno not in _WRONG_FORMAT:
        return f"{program} cannot be started: {error.strerror}"
    made_for = _made_for(program) or "another kind of machine"
    here = f"{'macOS' if sys.platform == 'darwin' else platform.system()} {platform.machine()}"
    return (
        f"{program} is made for {made_for}; this machine is {here}.\n"
        f"Install the wheel for this machine: pip install --force-reinstall {_NAME}"
    )


def _made_for(program: str) -> str | None:
    """System and processor that a program's header names."""
    try:
        with open(program, "rb") as file:
            header = file.read(20)
    except OSError:
        return None
    if header[:4] == b"\x7fELF":
        return _ELF_MACHINES.get(int.from_bytes(header[18:20], "little"))
    if header[:4] == b"\xcf\xfa\xed\xfe":
        return _MACH_MACHINES.get(int.from_bytes(header[4:8], "little"))
    return None
