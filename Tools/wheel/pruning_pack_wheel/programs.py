"""What a program's header says: the system and processor it is for, and the libraries it loads when it starts."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from .errors import WheelError

_ELF_MACHINES = {0x3E: "x86_64", 0xB7: "aarch64"}
_MACH_MACHINES = {0x01000007: "x86_64", 0x0100000C: "arm64"}
_MACH_64 = b"\xcf\xfa\xed\xfe"

# Program headers, <elf.h>.
_PT_DYNAMIC, _PT_INTERP = 2, 3
_DT_NEEDED, _DT_RPATH, _DT_RUNPATH = 1, 15, 29
_ET_DYN = 3

# Load commands, <mach-o/loader.h>.
_LC_LOAD_DYLIB, _LC_LOAD_WEAK_DYLIB, _LC_REEXPORT_DYLIB, _LC_BUILD_VERSION = 0xC, 0x80000018, 0x8000001F, 0x32

# Every macOS has what lies here.
_SYSTEM_LIBRARIES = ("/usr/lib/", "/System/Library/")


@dataclass(frozen=True)
class Program:
    """A program as its header describes it."""

    system: str
    processor: str
    # The oldest macOS that it runs on; none for Linux.
    minimum: tuple[int, int] | None = None

    @property
    def platform_tags(self) -> list[str]:
        """The wheel's platform tags. A static program runs on every Linux, with glibc, musl or neither."""
        if self.minimum is not None:
            major, minor = self.minimum
            # From macOS 11 on, installers look for minor version 0 only.
            return [f"macosx_{major}_{0 if major >= 11 else minor}_{self.processor}"]
        return [f"manylinux2014_{self.processor}", f"musllinux_1_1_{self.processor}"]


def read_program(path: Path) -> Program:
    """Reads the header, and refuses a program that would not run on the machines that its tags name."""
    data = path.read_bytes()
    try:
        if data[:4] == b"\x7fELF":
            return _read_elf(path, data)
        if data[:4] == _MACH_64:
            return _read_mach(path, data)
    except struct.error as error:
        raise WheelError(path, "a whole program", f"one that ends inside its header ({error})") from error
    raise WheelError(path, "a program for 64-bit Linux or macOS", f"a file that begins with {data[:4]!r}")


def _read_elf(path: Path, data: bytes) -> Program:
    if data[4:6] != b"\x02\x01":
        raise WheelError(path, "a 64-bit little-endian ELF file", f"class and byte order {data[4:6].hex()}")
    kind, machine = struct.unpack_from("<HH", data, 16)
    processor = _ELF_MACHINES.get(machine)
    if processor is None:
        raise WheelError(path, "a program for x86_64 or aarch64", f"machine {machine:#x}")
    if kind != _ET_DYN:
        raise WheelError(path, "a position-independent program", f"ELF type {kind}")
    (table,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    for index in range(count):
        entry_type, _, offset, _, _, length = struct.unpack_from("<IIQQQQ", data, table + index * size)
        if entry_type == _PT_INTERP:
            raise WheelError(path, "a static program", f"one that needs {data[offset:offset + length - 1].decode()}")
        if entry_type == _PT_DYNAMIC:
            tags = [struct.unpack_from("<Q", data, at)[0] for at in range(offset, offset + length, 16)]
            if _DT_NEEDED in tags:
                raise WheelError(path, "a static program", f"one that needs {tags.count(_DT_NEEDED)} shared libraries")
            if _DT_RPATH in tags or _DT_RUNPATH in tags:
                # glibc's start-up code of static programs asserts that there is none.
                raise WheelError(path, "no run path, which would end the program before main", "one")
    return Program("Linux", processor)


def _read_mach(path: Path, data: bytes) -> Program:
    (machine,) = struct.unpack_from("<I", data, 4)
    processor = _MACH_MACHINES.get(machine)
    if processor is None:
        raise WheelError(path, "a program for x86_64 or arm64", f"machine {machine:#x}")
    (count,) = struct.unpack_from("<I", data, 16)
    minimum = None
    at = 32
    for _ in range(count):
        command, size = struct.unpack_from("<II", data, at)
        if command in (_LC_LOAD_DYLIB, _LC_LOAD_WEAK_DYLIB, _LC_REEXPORT_DYLIB):
            (offset,) = struct.unpack_from("<I", data, at + 8)
            library = data[at + offset : at + size].split(b"\0")[0].decode()
            if not library.startswith(_SYSTEM_LIBRARIES):
                raise WheelError(path, "no library but the system's", library)
        if command == _LC_BUILD_VERSION:
            (packed,) = struct.unpack_from("<I", data, at + 12)
            minimum = (packed >> 16, packed >> 8 & 0xFF)
        at += size
    if minimum is None:
        raise WheelError(path, "a load command with the oldest macOS", "none")
    return Program("macOS", processor, minimum)
