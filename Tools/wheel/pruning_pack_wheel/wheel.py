"""Puts a wheel together."""

from __future__ import annotations

from pathlib import Path

from . import project
from .archive import WheelArchive
from .command import Command
from .errors import WheelError
from .metadata import metadata, wheel_file

# A wheel has 9.7 MB. More means symbols, or a library that came in unnoticed.
LARGEST = 14_000_000


def make_wheel(command: Command, directory: Path) -> Path:
    """Makes the wheel of a command in a directory, and returns its path."""
    stem = f"{project.MODULE}-{project.version()}"
    tags = command.program.platform_tags
    archive = WheelArchive(f"{stem}.dist-info")
    for name, data in _module_files():
        archive.add(f"{project.MODULE}/{name}", data)
    archive.add(f"{stem}.data/scripts/{project.NAME}", command.data, executable=True)
    for name, data in _information_files(command).items():
        archive.add(f"{stem}.dist-info/{name}", data)
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{stem}-py3-none-{'.'.join(tags)}.whl"
    archive.write(path)
    if path.stat().st_size > LARGEST:
        raise WheelError(path, f"at most {LARGEST} bytes", str(path.stat().st_size))
    return path


def _information_files(command: Command) -> dict[str, bytes]:
    """The files of .dist-info, but for RECORD."""
    texts = command.licence_texts()
    return {
        "METADATA": metadata(command.program.system, command.components, sorted(texts)).encode(),
        "WHEEL": wheel_file(command.program.platform_tags).encode(),
        **{f"sboms/{name}": data for name, data in command.sbom_files().items()},
        **{f"licenses/{name}": data for name, data in texts.items()},
    }


def _module_files() -> list[tuple[str, bytes]]:
    """The Python package. In a clone the version is read from the Swift sources; in a wheel it is a constant."""
    files = []
    for path in sorted(project.PACKAGE.rglob("*")):
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        data = path.read_bytes()
        if path == project.PACKAGE / "_version.py":
            data = f'"""The version."""\n\n__version__: str = "{project.version()}"\n'.encode()
        files.append((path.relative_to(project.PACKAGE).as_posix(), data))
    return files
