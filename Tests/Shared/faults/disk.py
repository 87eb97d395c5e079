"""A strict model of a disk: a name is safe once its directory was synced after the name was made, bytes once their file was."""

import os

from .trees import OWN

JOURNAL = ".pruning-pack.journal"


def is_temporary(path):
    return any(OWN.match(part) for part in path.split("/"))


def inside(path, directory):
    return path == directory or path.startswith(directory + "/")


def unsafe_steps(run, root):
    """What would be lost, or half there, after a loss of power at some moment: sentences, none for a sound run."""
    names, contents, found = set(), set(), []
    waiting = None  # the directory of an exchange or a journal that is not on the disk yet
    for name, *paths in run.calls:
        first, second = (os.path.normpath(os.path.join(root, path)) if path else "" for path in paths)
        if not inside(first, root):
            continue
        # mkstemp and mkdtemp are logged with their letters still to come.
        if name in ("create", "mkdir") and not first.endswith("XXXXXX"):
            names.add(first)
        if name in ("create", "write") and not first.endswith("XXXXXX"):
            contents.add(first)
        elif name == "link":
            names.add(second)
        elif name == "sync":
            names = {path for path in names if os.path.dirname(path) != first}
            contents.discard(first)
            if waiting == first:
                waiting = None
        elif name in ("rename", "exchange"):
            # What stays aside for the way back is not needed after a loss of power.
            if not is_temporary(second) or second.endswith(JOURNAL):
                staged = os.path.dirname(first) if second.endswith(JOURNAL) else first
                for path in names | contents:
                    # The link that is renamed was made from a file which is safe, as the journal is.
                    if inside(path, staged) and not os.path.basename(path).startswith((".pruning-pack.new", ".pruning-pack.back")):
                        found.append(f"{path} is not on the disk before {second} appears")
                if waiting:
                    found.append(f"{second} appears before {waiting} is on the disk")
            names.add(second)
            if name == "exchange" or second.endswith(JOURNAL):
                waiting = os.path.dirname(second)
        elif name == "remove" and waiting:
            found.append(f"{first} goes before {waiting} is on the disk")
    for path in sorted(names | contents):
        if not is_temporary(path) and os.path.lexists(path):
            found.append(f"{path} is not on the disk at the end")
    return found
