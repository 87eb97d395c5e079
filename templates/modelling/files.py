"""Files of a package: found, written, copied."""

import json
import os
import posixpath
import shutil

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


def _copy(source: str, target: str):
    """Copies a file's content, following links, unless it is the same file."""
    if not (os.path.exists(target) and os.path.samefile(source, target)):
        shutil.copyfile(source, target)
