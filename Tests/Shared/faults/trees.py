"""What is in a directory."""

import hashlib
import os
import re
from pathlib import Path

OWN = re.compile(r"^\.pruning-pack\.(?!yml$)|^\.reference_outputs\.json\.")


def tree(path, but_temporary=False):
    """A digest of names, kinds, permissions and bytes; None where there is nothing."""
    path = Path(path)
    if not os.path.lexists(path):
        return None
    digest = hashlib.sha256()
    for entry in [path, *sorted(path.rglob("*"))]:
        if but_temporary and any(OWN.match(part) for part in entry.relative_to(path).parts):
            continue
        digest.update(f"{entry.relative_to(path)}|{entry.lstat().st_mode:o}|".encode())
        if entry.is_symlink():
            digest.update(os.readlink(entry).encode())
        elif entry.is_file():
            digest.update(hashlib.sha256(entry.read_bytes()).digest())
    return digest.hexdigest()


def leftovers(root):
    """Whatever has a temporary name of the command."""
    return sorted(str(p.relative_to(root)) for p in Path(root).rglob(".*") if OWN.match(p.name))
