"""What is in the wheel."""

import base64
import csv
import hashlib
import io
import json
import os
import stat
import sys
import zipfile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from installed import REPOSITORY, TOOLS, VERSION, run
from packaging.licenses import canonicalize_license_expression
from packaging.metadata import Metadata
from packaging.utils import parse_wheel_filename

INFORMATION = f"pruning_pack-{VERSION}.dist-info"
PROGRAM = f"pruning_pack-{VERSION}.data/scripts/pruning-pack"


@pytest.fixture(scope="module")
def files(wheel):
    """The wheel's files but for the command: name to bytes."""
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist() if name != PROGRAM}


@pytest.fixture(scope="module")
def program(command):
    """The command's SHA-256, and whether some bytes occur in it: as a message, the command itself would take minutes."""
    data = command.read_bytes()
    return hashlib.sha256(data), len(data), lambda part: part in data


@pytest.fixture(scope="module")
def metadata(files):
    return Metadata.from_email(files[f"{INFORMATION}/METADATA"])


def test_it_has_the_command_the_package_and_nothing_else(files):
    source = REPOSITORY / "python/pruning_pack"
    expected = {
        f"pruning_pack/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "pruning_pack/py.typed" in expected
    assert {name for name in files if not name.startswith(INFORMATION)} == expected
    for name in expected - {"pruning_pack/_version.py"}:
        assert files[name] == (REPOSITORY / "python" / name).read_bytes(), name
    variables = {}
    exec(files["pruning_pack/_version.py"], variables)
    assert variables["__version__"] == VERSION


def test_its_size_is_bounded(wheel):
    assert wheel.stat().st_size <= 14_000_000


def test_its_bytes_depend_on_its_contents_alone(wheel):
    with zipfile.ZipFile(wheel) as file:
        for entry in file.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            mode = 0o755 if entry.filename == PROGRAM else 0o644
            assert entry.external_attr >> 16 == stat.S_IFREG | mode, entry.filename
        names = file.namelist()
    assert len(set(names)) == len(names)
    assert names[-1] == f"{INFORMATION}/RECORD"


def test_the_record_is_true(files, program):
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(files[f"{INFORMATION}/RECORD"].decode()))}
    expected = {name: [recorded(hashlib.sha256(data)), str(len(data))] for name, data in files.items()}
    expected[PROGRAM] = [recorded(program[0]), str(program[1])]
    expected[f"{INFORMATION}/RECORD"] = ["", ""]
    assert rows == expected


def recorded(digest):
    return "sha256=" + base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()


def test_the_tags_are_those_of_the_name(wheel, files):
    _, version, _, tags = parse_wheel_filename(wheel.name)
    assert str(version) == VERSION
    lines = files[f"{INFORMATION}/WHEEL"].decode().splitlines()
    assert "Root-Is-Purelib: false" in lines
    assert {line.split(": ")[1] for line in lines if line.startswith("Tag: ")} == {str(tag) for tag in tags}
    if sys.platform == "linux":
        processor = os.uname().machine
        assert {tag.platform for tag in tags} == {f"manylinux2014_{processor}", f"musllinux_1_1_{processor}"}


def test_the_metadata_is_valid(metadata, files):
    assert (metadata.name, str(metadata.version)) == ("pruning-pack", VERSION)
    assert str(metadata.requires_python) == ">=3.9"
    # Installing it alone installs nothing else.
    assert [need for need in metadata.requires_dist or [] if need.marker is None] == []
    # With `[hub]` comes the Hub's client, and with the others what the adapters are for.
    extras = {
        "datasets": {"datasets": ">=2.14"}, "haystack": {"haystack-ai": ">=2.10"}, "hub": {"huggingface_hub": ">=0.34"},
        "langchain": {"langchain-core": ">=0.3"}, "llama-index": {"llama-index-core": ">=0.12"}, "parquet": {"pyarrow": ">=15"},
        "spark": {"pyspark": ">=4.0", "pyarrow": ">=15"},
    }  # fmt: skip
    assert metadata.provides_extra == list(extras)
    assert [(need.name, str(need.specifier), str(need.marker)) for need in metadata.requires_dist] == [
        (*need, f'extra == "{extra}"') for extra, needs in extras.items() for need in needs.items()
    ]
    assert metadata.license_expression == canonicalize_license_expression(metadata.license_expression)
    assert metadata.license_expression.startswith("Apache-2.0 AND ")
    assert {f"{INFORMATION}/licenses/{name}" for name in metadata.license_files} == {
        name for name in files if name.startswith(f"{INFORMATION}/licenses/")
    }
    assert "pip install pruning-pack" in metadata.description


def test_the_list_of_components_is_valid_and_whole(files, metadata, program):
    text = files[f"{INFORMATION}/sboms/pruning-pack.cdx.json"].decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    document = json.loads(text)
    own = document["metadata"]["component"]
    assert own["hashes"] == [{"alg": "SHA-256", "content": program[0].hexdigest()}]
    components = {component["name"]: component for component in document["components"]}
    expected = {"swift-argument-parser"}
    if sys.platform == "linux":
        expected |= {"gcc", "glibc", "openssl", "swift", "swift-foundation", "zlib"}
    assert expected <= set(components)
    for component in components.values():
        assert component["licenses"][0]["expression"] in metadata.license_expression
        assert component["version"][0].isdigit(), component
    # The text of zlib's version is in the command itself.
    if "zlib" in components:
        assert program[2](f"inflate {components['zlib']['version']} ".encode())


@pytest.mark.skipif(sys.platform != "linux", reason="on macOS the C library is the system's")
def test_the_licence_of_the_c_library_says_how_to_link_another(files):
    text = files[f"{INFORMATION}/licenses/linked/glibc.txt"].decode()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert ".cache/static-libraries" in text and "make build" in text
    assert "static_libraries := $(CURDIR)/.cache/static-libraries" in (REPOSITORY / "Makefile").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="auditwheel reads Linux wheels")
def test_auditwheel_finds_no_shared_library(wheel):
    said = " ".join(run(TOOLS / "auditwheel", "show", wheel).stdout.split())
    assert "requires no external shared libraries" in said
    assert '"manylinux_2_5_' in said


def test_no_path_of_the_machine_is_in_it(files, program):
    path = str(REPOSITORY).encode()
    assert not program[2](path)
    assert [name for name, data in files.items() if path in data] == []
    # Hashes of paths, and the linker's hash of all.
    assert not program[2](b".swift_modhash") and not program[2](b".note.gnu.build-id")
