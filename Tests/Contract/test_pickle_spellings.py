"""Whatever Python's own readers would import from a file is reported, in every spelling and in every container."""

import bz2
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import zipfile
import zlib

import pytest
from binary import PRUNING_PACK
from hostile import reading, spellings

pytestmark = pytest.mark.one_version

PROOF = "PRUNING_PACK_PROOF" in os.environ
COUNT, BATCHES = (20_000, 20) if PROOF else (3_000, 1)


def scan(directory):
    """{file: what `inspect` says of it} for every file that is taken for a pickle, or that cannot be looked into."""
    ran = subprocess.run(
        [PRUNING_PACK, "inspect", directory, "--format", "json"], capture_output=True, stdin=subprocess.DEVNULL, timeout=600
    )
    assert ran.returncode in (0, 1), ran.stderr.decode()[-500:]
    return {found["name"]: found for found in json.loads(ran.stdout)["checkpoints"]}


def really_read(directory):
    ran = subprocess.run([sys.executable, reading.__file__, directory], capture_output=True, timeout=3000)
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    return json.loads(ran.stdout)


def shown(name):
    """A name as it is listed: its first 200 bytes."""
    return name.encode("utf-8", "surrogatepass")[:200].decode("utf-8", "replace")


def is_text(raw):
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return all(byte >= 0x20 and byte != 0x7F or 9 <= byte <= 13 for byte in raw)


KNOWN = {"os", "posix", "builtins", "collections"}


def is_list_of_words(path, real):
    """Two lines of a text are an import, too, which may be that of a word that is no module: see docs/pickles.md."""
    if real["called"] or not is_text(path.read_bytes()) or any("." in module for module, _ in real["imports"]):
        return False
    return not (real["changed"] or real["ended"]) or KNOWN.isdisjoint(module for module, _ in real["imports"])


def missed(path, real, found):
    """What the scan should have said of a file and did not."""
    if not real["imports"] or is_list_of_words(path, real):
        return None
    if found is None:
        return "not reported"
    problem = found["problem"] or ""
    if "too large to be scanned" in problem or "pickle frame ends within" in problem:
        return None
    listed = {(item["module"], item["name"]) for item in found["imports"]}
    left = [name for name in real["imports"] if (shown(name[0]), shown(name[1])) not in listed]
    return f"imports {left[:3]}" if left else None


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_spelling_that_python_accepts(tmp_path, batch):
    for number, program in enumerate(spellings.programs(COUNT, batch)):
        (tmp_path / f"{number}.txt").write_bytes(program)
    real, found = really_read(tmp_path), scan(tmp_path)
    assert sum(bool(one["imports"]) for one in real.values()) > COUNT / 2
    assert sum(one["ended"] for one in real.values()) > COUNT / 8
    wrong = {name: missed(tmp_path / name, one, found.get(name)) for name, one in real.items()}
    wrong = {name: (why, (tmp_path / name).read_bytes()[:300]) for name, why in wrong.items() if why}
    assert not wrong, (len(wrong), list(wrong.items())[:5])


def test_a_limit_is_never_an_all_clear(tmp_path):
    names = {}
    for number, (name, program) in enumerate(spellings.at_the_limits()):
        names[f"{number}.bin"] = name
        (tmp_path / f"{number}.bin").write_bytes(program)
    found = scan(tmp_path)
    assert not [name for file, name in names.items() if file not in found]


def zipped(members, compression=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(content, mode="w", **options):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, **options) as archive:
        for name, data in (("notes.txt", b"text"), ("x" * 120 + "/model.pkl", content)):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def old_tar(content, spelled=lambda value: b"%07o\0" % value):
    """Without the `ustar` of POSIX, and with numbers as Python's int() reads them."""
    header = bytearray(512)
    header[:9] = b"model.pkl"
    header[124:136] = b"%011o\0" % len(content)
    header[148:156] = b" " * 8
    header[148:156] = spelled(sum(header)).ljust(8, b"\0")
    return bytes(header) + content.ljust(-(-len(content) // 512) * 512, b"\0") + b"\0" * 1024


def numpy_file(content):
    return b"\x93NUMPY\x01\x00\x04\x00{}  " + content


CALL = b"cos\nsystem\n(S'id'\ntR."
TEXT = b"some text that is long enough to be a member of an archive\n" * 3
CONTAINERS = {
    "bare": CALL,
    "zip stored": zipped({"a.txt": TEXT, "m": CALL}),
    "zip deflated": zipped({"a.txt": TEXT, "m": CALL}, zipfile.ZIP_DEFLATED),
    "zip bzip2": zipped({"m": CALL}, zipfile.ZIP_BZIP2),
    "zip lzma": zipped({"m": CALL}, zipfile.ZIP_LZMA),
    "zip in zip": zipped({"inner.zip": zipped({"m": CALL}, zipfile.ZIP_DEFLATED)}, zipfile.ZIP_DEFLATED),
    "zip after something": b"#!/bin/sh\n" + zipped({"m": CALL}),
    "zip before something": b"#!/bin/sh\n" + zipped({"m": CALL}) + b"tail",
    "zip in tar": tarred(zipped({"m": CALL})),
    "array in zip": zipped({"arr_0.npy": numpy_file(CALL)}),
    "array": numpy_file(CALL),
    "array after an array": numpy_file(b"\0" * 64) + numpy_file(CALL),
    "array in gzip": gzip.compress(numpy_file(CALL)),
    "gzip": gzip.compress(CALL),
    "gzip, second member": gzip.compress(b"") + b"\0" * 7 + gzip.compress(CALL),
    "gzip, call beyond 20 MB": gzip.compress(b"S'" + b"x" * 20_000_000 + b"'\n0" + CALL),
    "gzip, call beyond 100 MB": gzip.compress(b"S'" + b"x" * 100_000_000 + b"'\n0" + CALL),
    "zlib": zlib.compress(CALL),
    "zlib, level 1": zlib.compress(CALL, 1),
    "zlib in gzip in gzip": gzip.compress(gzip.compress(zlib.compress(CALL))),
    "20 layers of gzip": __import__("functools").reduce(lambda inner, _: gzip.compress(inner), range(20), CALL),
    "joblib before 0.10": b"ZF" + hex(len(CALL)).ljust(19).encode() + zlib.compress(CALL),
    "bzip2": bz2.compress(CALL),
    "bzip2, empty": bz2.compress(b""),
    "xz": lzma.compress(CALL),
    "lzma": lzma.compress(CALL, lzma.FORMAT_ALONE),
    "lzma, other properties": lzma.compress(
        CALL, lzma.FORMAT_ALONE, filters=[{"id": lzma.FILTER_LZMA1, "preset": 1, "lc": 0, "lp": 2, "dict_size": 3 << 15}]),
    "zstandard": b"\x28\xb5\x2f\xfd" + b"\x04\x00" + CALL,
    "lz4": b"\x04\x22\x4d\x18" + b"\x60\x40" + CALL,
    "tar": tarred(CALL),
    "tar, pax": tarred(CALL, format=tarfile.PAX_FORMAT),
    "tar, gnu": tarred(CALL, format=tarfile.GNU_FORMAT),
    "tar, ustar": old_tar(CALL)[:257] + old_tar(CALL)[257:],
    "tar, oldest": old_tar(CALL),
    "tar, a number as int() reads it": old_tar(CALL, lambda value: b"0o%o" % value),
    "tar, a number with an underscore": old_tar(CALL, lambda value: b"%d_%o" % (0, value)),
    "tar.gz": tarred(CALL, "w:gz"),
    "tar.bz2": tarred(CALL, "w:bz2"),
    "tar.xz": tarred(CALL, "w:xz"),
    "tar whose first name is a pickle": CALL.ljust(100, b"\0") + b"",
    "pickle before a zip": CALL + zipped({"a.txt": TEXT}),
    "pickle in a safetensors header": None,
    "magic number of torch as a line": b"L119547037146038801333356L\n.I1001\n.}.cos\nsystem\n(S'id'\ntR.].",
    "two pickles": b"N." + CALL,
    "joined by sys.path": b"csys\npath\nS'/tmp'\na.\nthe rest is text\n",
    "an import alone": b"cunittest.__main__\nmain\nand then text\n",
    "import before a missing mark": b"iunittest.__main__\nmain\n.",
}


def polyglot():
    """A safetensors file whose first nine bytes are the beginning of a long text, for a reader of pickles."""
    header = b'{"__metadata__":{"a":"' + b" " * 300 + b'"}}'
    size = len(header)
    # 'X' and four bytes of length: the header's size has to be 0x..58 in its lowest byte.
    size += (0x58 - size) % 256
    header = header.ljust(size)
    raw = size.to_bytes(8, "little") + header
    length = int.from_bytes(raw[1:5], "little")
    return raw + b"\0" * (5 + length - len(raw)) + CALL if 5 + length >= len(raw) else raw[: 5 + length] + CALL + raw[5 + length + len(CALL):]


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container(tmp_path, name):
    content = polyglot() if CONTAINERS[name] is None else CONTAINERS[name]
    if name == "tar whose first name is a pickle":
        header = bytearray(old_tar(TEXT))
        header[: len(CALL)] = CALL
        header[148:156] = b" " * 8
        header[148:156] = b"%07o\0" % sum(header[:512])
        content = bytes(header)
    (tmp_path / "pytorch_model.dat").write_bytes(content)
    assert "pytorch_model.dat" in scan(tmp_path)


HARMLESS = {
    "words": b"cat\ndog\nelephant\n",
    "words with a name": b"cat\ndog\nName\n",
    "ignored files": b"cache\ndist\n.venv\n",
    "file names": b"config.json\nmodel.safetensors\nvocab.txt\n",
    "sines": b"cos\nsin\ntan\n",
    "iris": b"iris\nrose\ntulip\n",
    "a bracket": b"(in progress)\nmore text\n",
    "zip of texts": zipped({"a.txt": TEXT, "b.json": b"{}"}, zipfile.ZIP_DEFLATED),
    "tar of texts": tarred(TEXT),
    "gzip of text": gzip.compress(TEXT),
    "gzip of 100 MB of text": gzip.compress(TEXT * 700_000),
    "numbers": b"\x93NUMPY\x01\x00\x04\x00{}  " + bytes(range(256)),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_else_is_taken_for_a_pickle(tmp_path, name):
    (tmp_path / "notes.txt").write_bytes(HARMLESS[name])
    assert not scan(tmp_path)
