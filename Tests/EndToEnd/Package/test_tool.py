"""The tool that makes the wheel: what it refuses, and what pip makes of a clone."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from installed import REPOSITORY, TOOLS, run
from pruning_pack_wheel.backend import UnsupportedOperation, build_sdist
from pruning_pack_wheel.components import _LIBRARIES, components
from pruning_pack_wheel.errors import WheelError
from pruning_pack_wheel.programs import Program, read_program

LINUX = Program("Linux", "x86_64")
HEADING = "             VMA              LMA     Size Align Out     In      Symbol\n"


def mach(directory, *libraries, minimum=15 << 16):
    """The header of a macOS program that loads libraries."""
    commands = [struct.pack("<6I", 0x32, 24, 1, minimum, 0, 0)]
    for library in libraries:
        name = library.encode() + b"\0" * (8 - len(library) % 8)
        commands.append(struct.pack("<6I", 0xC, 24 + len(name), 24, 0, 0, 0) + name)
    body = b"".join(commands)
    path = directory / "program"
    path.write_bytes(struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 2, len(commands), len(body), 0, 0) + body)
    return path


def elf(directory, kind=3, machine=0x3E, headers=(), tag=1):
    """The header of a Linux program, with program headers."""
    table = b"".join(struct.pack("<IIQQQQQQ", *header, 0, 0) for header in headers)
    start = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", kind, machine, 1, 0, 64, 0, 0, 64, 56, len(headers), 0, 0, 0)
    path = directory / "program"
    path.write_bytes(start + table + b"/lib64/ld-linux-x86-64.so.2\0" + struct.pack("<QQ", tag, 0))
    return path


def test_a_program_says_what_it_is_for(tmp_path):
    assert read_program(elf(tmp_path)).platform_tags == ["manylinux2014_x86_64", "musllinux_1_1_x86_64"]
    assert read_program(elf(tmp_path, machine=0xB7)).platform_tags == ["manylinux2014_aarch64", "musllinux_1_1_aarch64"]
    system = mach(tmp_path, "/usr/lib/libSystem.B.dylib", "/System/Library/Frameworks/X.framework/X", "/usr/lib/swift/libswiftCore.dylib")
    assert read_program(system).platform_tags == ["macosx_15_0_arm64"]
    assert read_program(mach(tmp_path, minimum=(15 << 16) + (2 << 8))).platform_tags == ["macosx_15_0_arm64"]


@pytest.mark.parametrize(
    "make, said",
    [
        (lambda place: elf(place, headers=[(3, 4, 120, 0, 0, 28)]), "needs /lib64/ld-linux-x86-64.so.2"),
        (lambda place: elf(place, headers=[(2, 4, 148, 0, 0, 16)]), "needs 1 shared libraries"),
        (lambda place: elf(place, headers=[(2, 4, 148, 0, 0, 16)], tag=29), "run path"),
        (lambda place: elf(place, kind=2), "position-independent"),
        (lambda place: elf(place, machine=3), "machine 0x3"),
        (lambda place: mach(place, "/opt/homebrew/opt/openssl/lib/libcrypto.3.dylib"), "/opt/homebrew"),
    ],
    ids=["interpreter", "library", "run path", "position", "processor", "homebrew"],
)
def test_a_program_that_needs_more_than_its_tags_say_is_refused(tmp_path, make, said):
    with pytest.raises(WheelError, match=said) as caught:
        read_program(make(tmp_path))
    assert str(tmp_path / "program") in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"#!/bin/sh\n", b"\x7fELF", b"\x7fELF\x02\x01" + bytes(20), b"\xcf\xfa\xed\xfe"])
def test_what_is_no_program_is_refused(tmp_path, data):
    (tmp_path / "program").write_bytes(data)
    with pytest.raises(WheelError, match="expected a"):
        read_program(tmp_path / "program")


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "expected a list of lld's"),
        (HEADING, "a static Swift program"),
        (HEADING + f"{'2a8':>16} {'2a8':>16} {'20':>8} {'1':>5} {'':7} /usr/lib/libnew.a(new.o):(.text)\n", "libnew.a: expected"),
    ],
    ids=["empty", "heading", "unknown"],
)
def test_a_library_that_nobody_knows_stops_it(tmp_path, text, said):
    (tmp_path / "map").write_text(text)
    with pytest.raises(WheelError, match=said):
        components(LINUX, tmp_path / "map")


def test_without_a_list_there_is_no_wheel(tmp_path):
    with pytest.raises(WheelError, match="--map"):
        components(LINUX, None)


def test_every_library_has_a_licence_text():
    texts = {text for library in _LIBRARIES for text in library.texts}
    assert texts == {path.name for path in (REPOSITORY / "Tools/wheel/licences").iterdir()}


def test_the_tool_names_what_it_cannot_read(tmp_path):
    ran = run(
        sys.executable, "-m", "pruning_pack_wheel", "--command", tmp_path / "none", "--output", tmp_path,
        environment={"PYTHONPATH": str(REPOSITORY / "Tools/wheel")}, expect=2,
    )
    assert ran.stderr.startswith("Error: ") and str(tmp_path / "none") in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_source_distribution(tmp_path):
    with pytest.raises(UnsupportedOperation, match="pip wheel"):
        build_sdist(str(tmp_path))


def test_pip_makes_the_same_wheel_of_a_clone(wheel, tmp_path):
    if subprocess.run(["swift", "--version"], capture_output=True).returncode != 0:
        pytest.skip("there is no Swift toolchain")
    run(
        TOOLS / "python", "-m", "pip", "--disable-pip-version-check", "wheel", "--no-index", "--no-deps", "--wheel-dir",
        tmp_path, REPOSITORY,
    )
    assert [path.name for path in tmp_path.iterdir()] == [wheel.name]
    assert Path(tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
