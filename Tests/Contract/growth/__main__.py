"""python -m growth COMMAND PACKAGE [WORD...]: what each kind of input costs as it grows; of those only whose names have a WORD.

A size is taken that costs at least 0.1 s, and four and sixteen times of it. What is marked costs more than six times as much
where there is four times as much, or ends by a signal.
"""

import sys
from pathlib import Path

from . import KINDS, cost
from .measuring import ending

# Less says nothing about growth; and a run of so much is the last.
LEAST, MOST = 0.1, 2.5
# A size that is so many times the kind's own and still costs less is the first.
FURTHEST = 64

command, package, words = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3:]
flagged = []
chosen = [kind for kind in KINDS if not words or any(word in kind.name for word in words)]
for kind in chosen:
    n, runs, is_large = kind.n, [], False
    while len(runs) < 3:
        measured = cost(kind, command, package, n)
        if measured.code >= 0 and not runs and measured.seconds < LEAST and n < FURTHEST * kind.n:
            n *= 4
            continue
        if not runs and measured.code >= 0 and measured.seconds > MOST and not is_large:
            n, is_large = max(1, n // 16), True
            continue
        runs.append(measured)
        if measured.code < 0 or measured.seconds > MOST:
            break
        n *= 4
    factors = [round(after.seconds / max(before.seconds, 0.001), 1) for before, after in zip(runs, runs[1:])]
    is_flagged = any(factor > 6 for factor in factors) or runs[-1].code < 0
    flagged += [kind.name] * is_flagged
    times = " ".join(f"{one.seconds:8.2f} s {one.megabytes:5} MB {ending(one.code):>7}" for one in runs)
    print(f"{'!' if is_flagged else ' '} {kind.name:48} to {n:9} {times}  x{factors}", flush=True)
print(f"{len(chosen)} kinds, {len(flagged)} grow faster than their input" + "".join(f"\n  {name}" for name in flagged))
sys.exit(bool(flagged))
