"""Files of a package: found, written, copied."""

import json
import os
import posixpath
import shutil
from typing import List

from transformers.utils import cached_file

# ---- joined from here on ----


# Files of a package: found, written, copied.


def _find(origin: str, folder: str, name: str, hub: dict) -> str:
    """The path of a file of the package, fetched if need be. Raises OSError where there is none."""
    file = cached_file(origin, name, subfolder=folder, **hub)
    if file is None:  # [tf-no-file]
        raise OSError(f"{origin} has no file {posixpath.join(folder, name)}")
    return file


def _write_json(file: str, value: dict):
    """Writes it as all JSON of a package is written: keys in order, two spaces, a line's end at the end."""
    with open(file, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def _replace_files(staged: str, directory: str, stale: List[str], last: str):
    """Moves all files of `staged` over those of `directory`, and takes the `stale` ones away; `last` is a file that
    nothing loads without. What is replaced is moved to the folder `.replaced` of `staged`, and back where one of the
    moves fails. Whoever is killed in between has the old files, all the new ones, or a directory without `last`."""
    old = os.path.join(staged, ".replaced")
    new = [
        os.path.relpath(os.path.join(folder, name), staged) for folder, _, names in os.walk(staged) for name in names
    ]
    new.sort(key=lambda name: name == last)
    moves = []
    for name in sorted({*new, *stale}, key=lambda name: name != last):
        if os.path.lexists(os.path.join(directory, name)):
            moves.append((os.path.join(directory, name), os.path.join(old, name)))
    moves += [(os.path.join(staged, name), os.path.join(directory, name)) for name in new]
    done = []
    try:
        for source, target in moves:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            os.replace(target, source)
        shutil.rmtree(staged, ignore_errors=True)
        raise


def _copy(source: str, target: str):
    """Copies a file's content, following links, unless it is the same file."""
    if not (os.path.exists(target) and os.path.samefile(source, target)):
        shutil.copyfile(source, target)
