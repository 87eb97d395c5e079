"""Files and directories, archives, pickles."""

import gzip
import io
import json
import tarfile
import zipfile

from .kinds import kind


@kind("files", 2_000)
def files(p, n):
    for i in range(n):
        (p / f"f{i}.txt").write_text("x")


@kind("files in a directory", 2_000)
def files_below(p, n):
    (p / "d").mkdir()
    for i in range(n):
        (p / f"d/f{i}.txt").write_text("x")


@kind("JSON files", 2_000)
def json_files(p, n):
    for i in range(n):
        (p / f"f{i}.json").write_text("{}")


@kind("Python files", 300, environment={"PATH": "/nonexistent"})
def python_files(p, n):
    for i in range(n):
        (p / f"m{i}.py").write_text(f"from .m{(i + 1) % n} import x\nx = 1\n")


@kind("Python files that import one another", 60, environment={"PATH": "/nonexistent"})
def python_files_by_imports(p, n):
    names = "".join(f"from .m{i} import x\n" for i in range(60))
    for i in range(n):
        (p / f"m{i}.py").write_text(names + "x = 1\n")


@kind("directories", 1_000)
def directories(p, n):
    for i in range(n):
        (p / f"d{i}").mkdir()


@kind("directories within each other", 100)
def deep_directories(p, n):
    d = p
    for _ in range(n):
        d = d / "d"
        try:
            d.mkdir()
        except OSError:
            break


@kind("links", 1_000)
def links(p, n):
    for i in range(n):
        (p / f"l{i}.txt").symlink_to("README.md")


@kind("pickles", 300)
def pickles(p, n):
    for i in range(n):
        (p / f"w{i}.bin").write_bytes(b"\x80\x02}q\x00.")


@kind("values of a pickle", 400_000)
def values(p, n):
    (p / "w.bin").write_bytes(b"N" * n + b".")


@kind("marks of a pickle", 200_000)
def marks(p, n):
    (p / "w.bin").write_bytes(b"(" * n + b"0" * n + b"N.")


@kind("memo of a pickle", 200_000)
def memo(p, n):
    (p / "w.bin").write_bytes(b"N" + b"".join(b"p%d\n" % i for i in range(n)) + b".")


@kind("pickles in a row", 100_000)
def pickles_in_a_row(p, n):
    (p / "w.bin").write_bytes(b"N." * n)


@kind("imports of a pickle", 20_000)
def imports(p, n):
    (p / "w.bin").write_bytes(b"".join(b"ca%d\nb\n0" % i for i in range(n)) + b"N.")


@kind("texts of a pickle that are names", 20_000)
def names(p, n):
    (p / "w.bin").write_bytes(b"V" + b"x" * 5000 + b"\nVy\n" + b"22\x930" * n + b".")


@kind("magic numbers of arrays", 50_000)
def arrays(p, n):
    (p / "w.npy").write_bytes(b"\x93NUMPY\x01\x00\x02\x00{}" * n)


@kind("ends of zip archives", 1_500)
def zip_ends(p, n):
    (p / "w.dat").write_bytes(b"x" + b"PK\x05\x06" * n)


@kind("members of a zip archive", 2_000)
def members(p, n):
    with zipfile.ZipFile(p / "w.zip", "w") as archive:
        for i in range(n):
            archive.writestr(f"m{i}", "text")


@kind("members of a broken zip archive", 5_000)
def broken_members(p, n):
    (p / "w.zip").write_bytes(b"PK\x03\x04" + b"\0" * 26 + b"PK\x03\x04N" * n)


@kind("members of a tar archive", 2_000)
def tar_members(p, n):
    with tarfile.open(p / "w.tar", "w") as archive:
        for i in range(n):
            archive.addfile(tarfile.TarInfo(f"m{i}"))


@kind("members of a gzip file", 10_000)
def gzip_members(p, n):
    (p / "w.gz").write_bytes(gzip.compress(b"x") * n)


@kind("layers of gzip", 5)
def gzip_layers(p, n):
    data = b"N."
    for _ in range(n):
        data = gzip.compress(data)
    (p / "w.gz").write_bytes(data)


@kind("inflated bytes", 4_000_000)
def inflated(p, n):
    (p / "w.gz").write_bytes(gzip.compress(b"S'" + b"x" * n))


@kind("zip archives within each other", 5)
def zip_layers(p, n):
    data = b"N."
    for _ in range(n):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(3):
                archive.writestr(f"m{i}", data)
        data = buffer.getvalue()
        if len(data) > 1 << 22:
            break
    (p / "w.zip").write_bytes(data)


@kind("files that inspect lists", 2_000)
def inspected(p, n):
    files(p, n)
    return ["inspect", "p"]


@kind("imports that inspect lists", 2_000)
def inspected_imports(p, n):
    (p / "w.bin").write_bytes(b"\x80\x02" + b"".join(b"ca%d\nb\n0" % i for i in range(n)) + b"N.")
    return ["inspect", "p/w.bin"]


@kind("bytes of a binary file", 20_000_000)
def binary(p, n):
    (p / "w.dat").write_bytes(bytes(range(1, 256)) * (n // 255))


@kind("bytes of a text", 3_000_000)
def text(p, n):
    (p / "notes.txt").write_text("cat\ndog\n" * (n // 8))


@kind("bytes of a notebook", 1_000_000)
def notebook(p, n):
    (p / "a.ipynb").write_text(json.dumps({"cells": ["x" * 10] * (n // 14)}))
