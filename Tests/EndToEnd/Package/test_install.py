"""The wheel, installed in all the ways that people install."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from installed import TOOLS, VERSION, interpreters, pip, run

INTERPRETERS = interpreters()
FIND = "from pruning_pack import find_pruning_pack_bin as find; print(find())"


@pytest.fixture
def environment_of(tmp_path):
    """Makes a virtual environment for an interpreter; its Python."""

    def make(python):
        run(python, "-m", "venv", "--without-pip", tmp_path / "venv")
        return tmp_path / "venv/bin/python"

    return make


def check(python, program, environment=None):
    """The command, the module and the function agree."""
    assert run(program, "--version", environment=environment).stdout.strip() == VERSION
    assert run(python, "-m", "pruning_pack", "--version", environment=environment).stdout.strip() == VERSION
    found = run(python, "-c", FIND, environment=environment).stdout.strip()
    assert os.path.samefile(found, program)
    version = run(python, "-c", "import pruning_pack; print(pruning_pack.__version__)", environment=environment)
    assert version.stdout.strip() == VERSION


@pytest.mark.parametrize("version", [f"3.{minor}" for minor in range(9, 14)])
def test_in_a_virtual_environment(wheel, package, environment_of, version, tmp_path):
    if version not in INTERPRETERS:
        pytest.skip(f"Python {version} is not here")
    python = environment_of(INTERPRETERS[version])
    before = {path for path in (tmp_path / "venv").rglob("*")}
    pip(python, "install", "--no-index", wheel)
    check(python, python.with_name("pruning-pack"))
    # The exit code is the command's.
    run(python, "-m", "pruning_pack", "verify", package)
    run(python, "-m", "pruning_pack", "verify", tmp_path / "nothing", expect=2)
    pip(python, "uninstall", "--yes", "pruning-pack")
    assert {path for path in (tmp_path / "venv").rglob("*")} - before == set()


def test_in_a_directory(wheel, tmp_path):
    pip(sys.executable, "install", "--no-index", "--target", tmp_path / "target", wheel)
    check(sys.executable, tmp_path / "target/bin/pruning-pack", {"PYTHONPATH": str(tmp_path / "target")})


def test_under_a_prefix(wheel, tmp_path):
    pip(sys.executable, "install", "--no-index", "--prefix", tmp_path / "prefix", wheel)
    site = next((tmp_path / "prefix").glob("lib/python*/site-packages"))
    check(sys.executable, tmp_path / "prefix/bin/pruning-pack", {"PYTHONPATH": str(site)})


def test_for_a_user(wheel, tmp_path):
    python = Path(os.path.realpath(sys.executable))
    base = {"PYTHONUSERBASE": str(tmp_path / "user")}
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode != 0:
        pytest.skip(f"{python} has no pip, and a virtual environment has no user scheme")
    managed = run(python, "-c", "import sysconfig as s; print(s.get_path('stdlib'))").stdout.strip()
    more = ["--break-system-packages"] if Path(managed, "EXTERNALLY-MANAGED").exists() else []
    run(python, "-m", "pip", "install", "--user", "--no-index", *more, wheel, environment=base)
    check(python, tmp_path / "user/bin/pruning-pack", base)


def test_with_uv(wheel, package, tmp_path):
    variables = {"UV_CACHE_DIR": str(tmp_path / "cache"), "UV_TOOL_DIR": str(tmp_path / "tools"), "UV_OFFLINE": "1",
                 "UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": sys.executable}
    ran = run(
        TOOLS / "uv", "tool", "run", "--from", wheel, "pruning-pack", "verify", package, "--format", "json",
        environment=variables,
    )
    assert json.loads(ran.stdout)["tool"]["version"] == VERSION


@pytest.mark.skipif(sys.platform != "linux", reason="the Linux wheel's platforms")
@pytest.mark.parametrize("platform", ["manylinux2014", "manylinux_2_28", "musllinux_1_1", "musllinux_1_2"])
def test_every_linux_takes_it(wheel, tmp_path, platform):
    # pip says which platforms a system offers; it asks for one of them here.
    names = [f"{platform}_{os.uname().machine}"]
    if platform in ("manylinux_2_28", "musllinux_1_2"):
        names.append(f"{'manylinux2014' if platform.startswith('many') else 'musllinux_1_1'}_{os.uname().machine}")
    download(wheel, tmp_path, names)
    assert [path.name for path in tmp_path.iterdir()] == [wheel.name]


@pytest.mark.parametrize("platform", ["win_amd64", "macosx_11_0_x86_64", "manylinux2014_ppc64le"])
def test_another_machine_does_not_take_it(wheel, tmp_path, platform):
    ran = download(wheel, tmp_path, [platform], expect=1)
    assert "No matching distribution found for pruning-pack" in ran.stderr


def download(wheel, directory, platforms, expect=0):
    flags = [flag for name in platforms for flag in ("--platform", name)]
    return run(
        TOOLS / "python", "-m", "pip", "--disable-pip-version-check", "download", "--no-index", "--no-deps",
        "--find-links", wheel.parent, "--only-binary", ":all:", *flags, "--dest", directory, f"pruning-pack=={VERSION}",
        expect=expect,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="the header that is changed is ELF's")
def test_a_command_for_another_machine_says_so(wheel, tmp_path):
    """A directory that was copied from another machine, in a container image for example."""
    unpack(wheel, tmp_path)
    program = tmp_path / "bin/pruning-pack"
    data = bytearray(program.read_bytes())
    other, name = (0xB7, "aarch64") if os.uname().machine == "x86_64" else (0x3E, "x86_64")
    data[18:20] = other.to_bytes(2, "little")
    program.write_bytes(data)
    ran = run(
        sys.executable, "-m", "pruning_pack", "--version", environment={"PYTHONPATH": str(tmp_path)}, expect=2
    )
    assert f"is made for Linux {name}; this machine is Linux {os.uname().machine}." in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_missing_command_says_where_it_was_looked_for(wheel, tmp_path):
    unpack(wheel, tmp_path)
    (tmp_path / "bin/pruning-pack").unlink()
    variables = {"PYTHONPATH": str(tmp_path), "PYTHONUSERBASE": str(tmp_path / "user")}
    ran = run(sys.executable, "-m", "pruning_pack", environment=variables, expect=2)
    assert f"  {tmp_path / 'bin'}\n" in ran.stderr and f"  {TOOLS}\n" in ran.stderr
    assert "Traceback" not in ran.stderr


def unpack(wheel, directory):
    """As pip install --target leaves it."""
    with zipfile.ZipFile(wheel) as file:
        file.extractall(directory)
    (directory / "bin").mkdir()
    program = directory / f"pruning_pack-{VERSION}.data/scripts/pruning-pack"
    program.rename(directory / "bin/pruning-pack")
    (directory / "bin/pruning-pack").chmod(0o755)
