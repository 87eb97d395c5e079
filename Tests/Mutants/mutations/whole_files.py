"""Files that are missing, empty, cut short, exchanged, or pointers to what was never fetched."""

LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1234\n"


def files(package):
    return sorted(str(path.relative_to(package)) for path in package.rglob("*") if path.is_file())


def whole_files(package):
    names = files(package)
    for file in names:

        def write(directory, change, file=file):
            target = directory / file
            target.write_bytes(change(target.read_bytes()))

        yield "file removed", file, lambda directory, file=file: (directory / file).unlink()
        yield "file emptied", file, lambda directory, write=write: write(directory, lambda content: b"")
        yield "file truncated", file, lambda directory, write=write: write(
            directory, lambda content: content[: len(content) // 2]
        )
        yield "file an LFS pointer", file, lambda directory, write=write: write(directory, lambda content: LFS_POINTER)
        ending = file.rsplit(".", 1)[-1]
        for other in [name for name in names if name != file and name.endswith("." + ending)][:3]:

            def swap(directory, file=file, other=other):
                first, second = (directory / file).read_bytes(), (directory / other).read_bytes()
                (directory / file).write_bytes(second)
                (directory / other).write_bytes(first)

            yield "files swapped", f"{file} and {other}", swap
