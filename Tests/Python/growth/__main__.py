import sys
from pathlib import Path

from . import KINDS, cost
from .measuring import ending

command, package, words = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3:]
for kind in KINDS:
    if words and not any(word in kind.name for word in words):
        continue
    runs = []
    for factor in (1, 4, 16):
        measured = cost(kind, command, package, kind.n * factor)
        runs.append(measured)
        if measured.code < 0 or measured.seconds > 2.5:
            break
    times = " ".join(f"{one.seconds:8.2f} s {one.megabytes:5} MB {ending(one.code):>7}" for one in runs)
    factors = [round(after.seconds / max(before.seconds, 0.001), 1) for before, after in zip(runs, runs[1:])]
    print(f"{'!' if any(f > 6 for f in factors) or runs[-1].code < 0 else ' '} {kind.name:48} {kind.n:8} {times}  x{factors}", flush=True)
