"""The command as it is released: without symbols, with the licences and the list of what is linked in."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import project
from .components import Component, components
from .programs import Program, read_program
from .sbom import sbom


@dataclass(frozen=True)
class Command:
    """A built command."""

    program: Program
    components: list[Component]
    # Without symbols and debugging information.
    data: bytes

    def licence_texts(self) -> dict[str, bytes]:
        """The project's licence, and those of everything that is linked in."""
        names = {name for component in self.components for name in component.texts}
        texts = {f"linked/{name}": (project.LICENCES / name).read_bytes() for name in sorted(names)}
        return {"LICENSE": (project.ROOT / "LICENSE").read_bytes(), **texts}

    def sbom_files(self) -> dict[str, bytes]:
        digest = hashlib.sha256(self.data).hexdigest()
        return {f"{project.NAME}.cdx.json": sbom(self.program, self.components, digest).encode()}

    def write(self, directory: Path) -> None:
        """Writes the command, licences and SBOM into a directory, for an archive that is not a wheel."""
        files = {
            **{f"licenses/{name}": data for name, data in self.licence_texts().items()},
            **{f"sboms/{name}": data for name, data in self.sbom_files().items()},
        }
        for name, data in files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        program = directory / project.NAME
        program.write_bytes(self.data)
        program.chmod(0o755)


def read_command(path: Path, link_map: Path | None) -> Command:
    """Reads what `make build` left: the command, and on Linux the linker's list of what is in it."""
    program = read_program(path)
    return Command(program, components(program, link_map), _stripped(path, is_elf=program.minimum is None))


# Hashes of what the compiler read, paths included, for debuggers; and the linker's hash of all, these among it.
BUILD_SECTIONS = [".swift_modhash", ".note.gnu.build-id"]


def _stripped(path: Path, is_elf: bool) -> bytes:
    """The program without symbols, and without what tells the folder that it was built in."""
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / project.NAME
        copy.write_bytes(path.read_bytes())
        sections = [f"--remove-section={name}" for name in BUILD_SECTIONS] if is_elf else []
        subprocess.run(["strip", *sections, copy], check=True)
        return copy.read_bytes()
