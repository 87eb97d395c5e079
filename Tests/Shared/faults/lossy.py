"""A file system that forgets: what a run did, step by step, and which of it a loss of power may take back.

A name is safe once a directory of it was synced after the change, bytes and permissions once their file was. Of what is not
safe any part may be lost. A rename and an exchange are one change each, as every journal has them.
"""

import hashlib
import os
import random
from pathlib import Path

NEVER = 1 << 60
# What became of bytes that were written and not synced.
LOSSES = ("none", "half", "zeros", "all")


class Node:
    """A file or directory, by what it was when it was made."""

    def __init__(self, kind, mode, data=b""):
        self.kind, self.mode, self.data = kind, mode, data


class Change:
    """What one step did: `names` {(directory, name): node or None}; or bytes of a node at an offset; or its permissions."""

    def __init__(self, at, names=None, node=None, offset=0, data=None, mode=None):
        self.at, self.safe_at = at, NEVER
        self.names, self.node, self.offset, self.data, self.mode = names, node, offset, data, mode


def read_trace(path, root):
    """The steps of a trace of the shim: (name, path, second path, number, bytes)."""
    steps, rest = [], Path(path).read_bytes()
    while rest:
        line, _, rest = rest.partition(b"\n")
        name, first, second, number, length = line.split(b"\t")
        data, rest = rest[: int(length)], rest[int(length) :]
        first, second = (os.path.normpath(os.path.join(root, p.decode())) if p else "" for p in (first, second))
        steps.append((name.decode(), first, second, int(number), data))
    return steps


class Disk:
    """The file system below `root`, of which `load` has read the start and `play` has done the steps."""

    def __init__(self, root):
        self.root, self.nodes, self.names, self.changes, self.clock = str(root), [], {}, [], 0
        self.start = self._load(str(root))
        self.old_names = dict(self.names)
        self._hashes = {}
        # {node: path} of what was synced after a change.
        self.needed, self.late = {}, 0

    def _load(self, path):
        status = os.lstat(path)
        kind = "link" if os.path.islink(path) else "directory" if os.path.isdir(path) else "file"
        data = b"" if kind == "directory" else os.readlink(path).encode() if kind == "link" else Path(path).read_bytes()
        self.nodes.append(Node(kind, status.st_mode & 0o7777, data))
        node = len(self.nodes) - 1
        if kind == "directory":
            for name in sorted(os.listdir(path)):
                self.names[node, name] = self._load(os.path.join(path, name))
        return node

    def find(self, path):
        """The node at a path below the root as it is now; None where there is none."""
        node = self.start
        for part in path[len(self.root) + 1 :].split("/") if path != self.root else []:
            node = self.names.get((node, part))
            if node is None:
                return None
        return node

    def _entry(self, path):
        return self.find(os.path.dirname(path)), os.path.basename(path)

    def _rename(self, names):
        self.changes.append(Change(self.clock, names=names))
        for entry, node in names.items():
            if node is None:
                self.names.pop(entry, None)
            else:
                self.names[entry] = node

    def _make(self, path, kind, mode):
        self.nodes.append(Node(kind, mode))
        self._rename({self._entry(path): len(self.nodes) - 1})

    def play(self, steps, without=None, late=0):
        """Does the steps; those that sync the node `without` have no effect, and those before step `late` have it behind that."""
        self.late = late
        for step in steps:
            self.clock += 1
            if step[0] != "sync" or self.find(step[1]) != without or without is None:
                self._do(*step)
        return self

    def _do(self, name, first, second, number, data):
        if not (first + "/").startswith(self.root + "/"):
            return
        node = self.find(first)
        if name in ("create", "empty"):
            if node is None:
                self._make(first, "file", number)
            elif name == "empty":
                self.changes.append(Change(self.clock, node=node, offset=-1, data=b""))
        elif name == "mkdir":
            self._make(first, "directory", number)
        elif name == "link":
            self._rename({self._entry(second): node})
        elif name == "remove":
            self._rename({self._entry(first): None})
        elif name == "rename":
            self._rename({self._entry(first): None, self._entry(second): node})
        elif name == "exchange":
            self._rename({self._entry(first): self.find(second), self._entry(second): node})
        elif name == "write" and node is not None:
            self.changes.append(Change(self.clock, node=node, offset=number, data=data))
        elif name == "mode" and node is not None:
            self.changes.append(Change(self.clock, node=node, mode=number))
        elif name == "sync" and node is not None:
            for change in self.changes:
                if change.safe_at == NEVER and (
                    change.node == node or change.names and any(entry[0] == node for entry in change.names)
                ):
                    change.safe_at = max(self.clock, self.late + 0.5 if self.clock < self.late else 0)
                    self.needed.setdefault(node, first)

    # What is on the disk after a loss of power.

    def states(self, at, count=None, seed=0):
        """The states that a loss of power after step `at` may leave: (what is said of it, state). `count` of them, by chance."""
        made = [change for change in self.changes if change.at <= at]
        waiting = [change for change in made if change.safe_at > at and change.names]
        others = [change for change in made if change.safe_at > at and not change.names]
        sets = [("all names kept", waiting), ("no name kept", [])]
        for number, change in enumerate(waiting):
            sets.append((f"the first {number} names kept", waiting[:number]))
            sets.append((f"name {number} lost", [other for other in waiting if other is not change]))
            sets.append((f"name {number} kept alone", [change]))
        chance = random.Random(seed * 1_000_003 + at)
        for _ in range(4 if len(waiting) > 2 else 0):
            sets.append(("some names kept", [change for change in waiting if chance.random() < 0.5]))
        wanted = [(said, kept, loss) for said, kept in sets for loss in (LOSSES if others else ("none",))]
        if count is not None and len(wanted) > count:
            # What is most usual comes first: all names, with or without their bytes.
            wanted = wanted[:4] + chance.sample(wanted[4:], max(0, count - 4))
        for said, kept, loss in wanted:
            yield f"step {at}, {said}, bytes lost: {loss}", self.state(at, set(map(id, kept)), loss)

    def state(self, at, kept, loss):
        """The state in which what was not safe after step `at` is lost, but for the changes of names `kept` (by `id`)."""
        names, written = dict(self.old_names), {}
        for change in self.changes:
            if change.at > at:
                break
            if change.names:
                if change.safe_at <= at or id(change) in kept:
                    for entry, node in change.names.items():
                        names[entry] = node
            else:
                is_safe = change.safe_at <= at
                if is_safe or loss != "all":
                    how = "none" if is_safe else loss
                    written.setdefault(change.node, []).append((change, how))
        return State(self, names, written)


class State:
    """One state of the disk; `shape` says what is at a path, and `write` brings it there."""

    def __init__(self, disk, names, written):
        self.disk, self.written, self.children = disk, written, {}
        for (directory, name), node in names.items():
            if node is not None:
                self.children.setdefault(directory, {})[name] = node

    def find(self, path):
        node = self.disk.start
        for part in os.path.relpath(path, self.disk.root).split("/"):
            if part != ".":
                node = self.children.get(node, {}).get(part)
        return node

    def content(self, node):
        """Bytes and permissions."""
        data, mode = bytearray(self.disk.nodes[node].data), self.disk.nodes[node].mode
        for change, loss in self.written.get(node, []):
            if change.mode is not None:
                mode = change.mode if loss == "none" else mode
            elif change.offset < 0:
                data = bytearray()
            else:
                written = change.data
                if loss == "half":
                    written = written[: len(written) // 2]
                elif loss == "zeros":
                    written = bytes(len(written))
                data.extend(bytes(max(0, change.offset - len(data))))
                data[change.offset : change.offset + len(written)] = written
        return bytes(data), mode

    def _mark(self, node):
        key = node, tuple((id(change), loss) for change, loss in self.written.get(node, []))
        known = self.disk._hashes
        if key not in known:
            data, mode = self.content(node)
            known[key] = hashlib.sha256(data).hexdigest(), mode
        return known[key]

    def shape(self, path, leaves_out=lambda name: False):
        """What is at a path: names, kinds, permissions and digests; None where there is nothing."""
        node = self.find(path)
        if node is None:
            return None
        found, pending = [], [("", node)]
        while pending:
            at, node = pending.pop()
            kind = self.disk.nodes[node].kind
            digest, mode = self._mark(node)
            found.append((at, kind, mode, digest if kind != "directory" else ""))
            if kind == "directory":
                pending += [
                    (f"{at}/{name}", child)
                    for name, child in self.children.get(node, {}).items()
                    if not leaves_out(name)
                ]
        return sorted(found)

    def write(self, target):
        """Writes all of it into a directory that is not there yet."""
        pending = [(str(target), self.disk.start)]
        modes = []
        while pending:
            path, node = pending.pop()
            data, mode = self.content(node)
            if self.disk.nodes[node].kind == "directory":
                os.mkdir(path)
                modes.append((path, mode))
                pending += [(f"{path}/{name}", child) for name, child in self.children.get(node, {}).items()]
            elif self.disk.nodes[node].kind == "link":
                os.symlink(data.decode(), path)
            else:
                Path(path).write_bytes(data)
                os.chmod(path, mode)
        for path, mode in reversed(modes):
            os.chmod(path, mode)


def shape_of(root, path, leaves_out=lambda name: False):
    """The shape of what is really there."""
    disk = Disk(root)
    return State(disk, disk.names, {}).shape(path, leaves_out)
