"""Whether a state of a lossy disk is one that a user may find: the old package, the new one, or nothing where nothing was."""

import json
import os
import shutil

from binary import attempt

from .disk import JOURNAL
from .lossy import Disk, read_trace, shape_of
from .trees import OWN


def is_own(name):
    return OWN.match(name) is not None


class Replay:
    """A run of a scenario, traced; `faults` replays it on a disk that forgets.

    A state with the journal of a repair is judged by what the next command makes of it: `opened` is how often that was done.
    """

    def __init__(self, shim, scenario, run):
        """`run(shim, scenario, environment)` runs the command."""
        self.scenario, self.root = scenario.prepare(), str(scenario.root)
        self.target = str(scenario.target)
        self.before = self._shape_on_disk()
        self.rest = set(os.listdir(self.root))
        trace = scenario.root.parent / f"{scenario.name}.trace"
        trace.unlink(missing_ok=True)
        self.ran = run(shim, scenario, {"FAULT_TRACE": str(trace)})
        self.after = self._shape_on_disk()
        self.rest |= set(os.listdir(self.root))
        self.whole = shape_of(self.root, self.root)
        self.steps = read_trace(trace, self.root)
        trace.unlink()
        self._verdicts, self.opened, self.count = {}, 0, 0

    def _shape_on_disk(self):
        return shape_of(self.root, self.target, is_own)

    def disk(self, without=None, late=0):
        """The disk after the run; `without` is the node of a file or directory that is never synced, `late`: see `Disk.play`."""
        self.scenario.prepare()
        return Disk(self.root).play(self.steps, without, late)

    def is_exact(self):
        """Whether the steps, done on the model of a disk that loses nothing, make what the run really left."""
        disk = self.disk()
        kept = {id(change) for change in disk.changes}
        return disk.state(disk.clock, kept, "none").shape(self.root) == self.whole

    def synced(self):
        """{node: path} of what a sync of the run makes safe."""
        return self.disk().needed

    def faults(self, moments, count=None, without=None, late=0, openings=None, seed=0):
        """States that are neither the old nor the new: sentences. `openings`: most states that a command is asked about."""
        disk = self.disk(without, late)
        for at in moments:
            for said, state in disk.states(at, count, seed):
                self.count += 1
                wrong = self._wrong(state, at == disk.clock, openings)
                if wrong:
                    yield f"{self.scenario.name}, {said}: {wrong}"

    def _wrong(self, state, is_end, openings):
        strangers = set(state.children[state.disk.start]) - self.rest
        strangers = {name for name in strangers if not is_own(name)}
        if strangers:
            return f"{sorted(strangers)} appeared"
        if state.find(os.path.join(self.target, JOURNAL)) is not None:
            if openings is not None and self.opened >= openings:
                return None
            found = self._opened(state)
            if isinstance(found, str):
                return found
        else:
            found = state.shape(self.target, is_own)
        if found == self.after or found == self.before and not is_end:
            return None
        if is_end and found == self.before:
            return "the run was over, and the old is there"
        return "nothing is there" if found is None else f"neither the old nor the new: {self._difference(found)}"

    def _difference(self, found):
        return sorted(set(map(tuple, found)) ^ set(map(tuple, self.after or [])))[:4]

    def _opened(self, state):
        """The target once a command has opened it in that state, or what the command said."""
        key = json.dumps(state.shape(self.root))
        if key not in self._verdicts:
            self.opened += 1
            shutil.rmtree(self.root)
            state.write(self.root)
            self._renumber()
            code, _, errors = attempt("tokenize", self.target, "--text", "a")
            self._verdicts[key] = self._shape_on_disk() if code == 0 else f"it cannot be opened: {errors.strip()}"
        return self._verdicts[key]

    def _renumber(self):
        """A journal names files by their numbers, which are others here."""
        path = os.path.join(self.target, JOURNAL)
        try:
            with open(path) as file:
                journal = json.load(file)
            staging = os.path.join(self.target, journal["staging"]["name"])
        except (ValueError, KeyError):
            return  # Half a journal is what the command has to refuse.
        journal["directory"] = str(os.lstat(self.target).st_ino)
        journal["journal"] = str(os.lstat(path).st_ino)
        if os.path.lexists(staging):
            journal["staging"]["number"] = str(os.lstat(staging).st_ino)
        with open(path, "r+") as file:
            file.truncate()
            json.dump(journal, file)
