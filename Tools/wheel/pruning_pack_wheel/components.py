"""What is linked into the command, by the linker's own list, with versions and licences."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from . import project
from .errors import WheelError
from .programs import Program


@dataclass(frozen=True)
class Component:
    """One library in the command."""

    name: str
    version: str
    # An SPDX expression.
    licence: str
    # Files of Tools/wheel/licences.
    texts: tuple[str, ...]
    purl: str


@dataclass(frozen=True)
class _Library:
    """How a library is recognized in the linker's list, and how its version is read."""

    name: str
    # What the names of its archives and objects match, whole.
    files: str
    licence: str
    texts: tuple[str, ...]
    purl: str
    version: Callable[[Path], str]


def _inside(pattern: bytes) -> Callable[[Path], str]:
    """A version that the archive itself contains."""

    def read(archive: Path) -> str:
        found = re.search(pattern, archive.read_bytes())
        if found is None:
            raise WheelError(archive, f"a version that matches {pattern.decode()}", "none")
        return next(group for group in found.groups() if group is not None).decode()

    return read


def _swift_version(_: Path) -> str:
    said = subprocess.run(["swiftc", "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"Swift version (\d+\.\d+(?:\.\d+)?)", said)
    if found is None:
        raise WheelError("swiftc --version", "Swift version N.N", said.strip())
    return found.group(1)


def _parser_version(_: Path) -> str:
    pins = project.ROOT / "Package.resolved"
    for pin in json.loads(pins.read_text(encoding="utf-8"))["pins"]:
        if pin["identity"] == "swift-argument-parser":
            return pin["state"]["version"]
    raise WheelError(pins, "a pin of swift-argument-parser", "none")


_APACHE_SWIFT = "Apache-2.0 WITH Swift-exception"
_GITHUB = "pkg:github"

_LIBRARIES = (
    _Library(
        "swift-argument-parser", r"ArgumentParser|ArgumentParserToolInfo", _APACHE_SWIFT, ("swift.txt",),
        f"{_GITHUB}/apple/swift-argument-parser", _parser_version,
    ),
    _Library(
        "swift", r"libswift\w+\.a|swiftrt\.o", _APACHE_SWIFT, ("swift.txt",), f"{_GITHUB}/swiftlang/swift",
        _swift_version,
    ),
    _Library(
        "swift-corelibs-libdispatch", r"lib(dispatch|BlocksRuntime)\.a", _APACHE_SWIFT, ("swift.txt",),
        f"{_GITHUB}/swiftlang/swift-corelibs-libdispatch", _swift_version,
    ),
    _Library(
        "swift-foundation-icu", r"lib_FoundationICU\.a", "Unicode-3.0", ("icu.txt",),
        f"{_GITHUB}/swiftlang/swift-foundation-icu", _inside(rb"icudt(\d+)"),
    ),
    _Library(
        "swift-foundation", r"lib(CoreFoundation|_?Foundation\w*|_CF\w+)\.a", _APACHE_SWIFT, ("swift.txt",),
        f"{_GITHUB}/swiftlang/swift-foundation", _swift_version,
    ),
    _Library(
        "zlib", r"libz\.a", "Zlib", ("zlib.txt",), f"{_GITHUB}/madler/zlib", _inside(rb"deflate (\d[\d.]*\d) ")
    ),
    _Library(
        "openssl", r"libcrypto\.a", "Apache-2.0", ("openssl.txt",), f"{_GITHUB}/openssl/openssl",
        _inside(rb"OpenSSL (\d+\.\d+\.\d+\w*) "),
    ),
    _Library(
        "glibc", r"lib(c|c_nonshared|m|m-[\d.]+|mvec|pthread|dl|rt|util|resolv)\.a|(S|r|g)?crt[1in]\.o",
        "LGPL-2.1-or-later", ("glibc.txt", "glibc-notices.txt"), "pkg:generic/glibc",
        # "GNU C Library (Debian GLIBC 2.36-9+deb12u14) stable release version 2.36.", or "(GNU libc)".
        _inside(rb"GNU C Library \((?:\w+ GLIBC ([\w.+~-]+)\)|[^)]*\) \w+ release version ([\d.]*\d))"),
    ),
    _Library(
        "gcc", r"lib(gcc|gcc_eh|stdc\+\+|supc\+\+)\.a|crt(begin|end)\w*\.o",
        "GPL-3.0-or-later WITH GCC-exception-3.1", ("gcc.txt",), "pkg:generic/gcc",
        # Its folder: /usr/lib/gcc/x86_64-linux-gnu/12.
        lambda archive: archive.resolve().parent.name,
    ),
)

# An input section in lld's list: /usr/lib/libz.a(deflate.o):(.text), or /home/of/main.swift.o:(.text).
_INPUT = re.compile(r"([^(]+?)(?:\([^()]*\))?:\(")
_OWN_OBJECT = re.compile(r"/([^/]+)\.build/")


def components(program: Program, link_map: Path | None) -> list[Component]:
    """What is in the program. On macOS all libraries but one are the system's, and no list is read."""
    if program.system == "macOS":
        return [_component(library, Path()) for library in _LIBRARIES if library.name == "swift-argument-parser"]
    if link_map is None:
        raise WheelError("the linker's list", "a file (--map)", "none")
    archives: dict[str, list[Path]] = {}
    for path in sorted(_linked(link_map)):
        name = _library_of(path)
        if name is not None:
            archives.setdefault(name, []).append(path)
    if "swift" not in archives:
        raise WheelError(link_map, "the list of a static Swift program", f"libraries {sorted(archives)}")
    found = []
    for library in _LIBRARIES:
        if library.name in archives:
            paths = archives[library.name]
            found.append(_component(library, next((p for p in paths if p.name == "libc.a"), paths[0])))
    return sorted(found, key=lambda component: component.name)


def _component(library: _Library, archive: Path) -> Component:
    version = library.version(archive)
    return Component(library.name, version, library.licence, library.texts, library.purl)


def _linked(link_map: Path) -> set[Path]:
    """The archives, and objects outside archives, that something in the program comes from."""
    found = set()
    with open(link_map, encoding="utf-8", errors="replace") as lines:
        heading = next(lines, "")
        out, column = heading.find(" Out "), heading.find(" In ") + 1
        if out < 0 or column < 1:
            raise WheelError(link_map, "a list of lld's (columns Out and In)", heading.strip() or "an empty file")
        for line in lines:
            # Sections of the program begin under Out, symbols further to the right.
            if line[out:column].isspace() and not line[column : column + 1].isspace():
                match = _INPUT.match(line, column)
                if match is not None and match.group(1) != "<internal>":
                    found.add(Path(match.group(1)))
    return found


def _library_of(path: Path) -> str | None:
    """The library that a file belongs to; none for this project's own."""
    own = _OWN_OBJECT.search(str(path))
    name = own.group(1) if own else path.name
    for library in _LIBRARIES:
        if re.fullmatch(library.files, name):
            return library.name
    if own is not None:
        return None
    raise WheelError(path, "a library that Tools/wheel/pruning_pack_wheel/components.py knows", "an unknown one")
