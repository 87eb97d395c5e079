"""Joins the parts of the modelling file, in the order of parts.txt, into the one file that packages carry.

    python3 Tools/generate/modelling_file.py          writes templates/modeling_pruning_encoder.py
    python3 Tools/generate/modelling_file.py --check  writes nothing; exit code 1 where the file is not what the parts say

Of each part goes in what follows the line JOINED, as it stands. What is above is for who opens the part alone: its
docstring, its imports and, where the part goes on with a class, that class's first line. Needs Python 3.9 and nothing else.
"""

import sys
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PARTS = TEMPLATES / "modelling"
OUTPUT = TEMPLATES / "modeling_pruning_encoder.py"
JOINED = "# ---- joined from here on ----"


def body(name):
    """What of a part goes into the file."""
    lines = (PARTS / f"{name}.py").read_text(encoding="utf-8").splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if line.strip() == JOINED]
    if len(places) != 1:
        sys.exit(f"{PARTS / name}.py: {len(places)} lines `{JOINED}`, not one")
    return "".join(lines[places[0] + 1 :])


def join():
    """The file's text."""
    names = (PARTS / "parts.txt").read_text(encoding="utf-8").split()
    wrong = {name for name in names if names.count(name) > 1} | set(names) ^ {path.stem for path in PARTS.glob("*.py")}
    if wrong:
        sys.exit(f"{PARTS / 'parts.txt'} does not list each part once: {', '.join(sorted(wrong))}")
    return "".join(map(body, names))


def main():
    """Writes the file, or compares it."""
    text = join().encode("utf-8")
    if sys.argv[1:] == ["--check"]:
        if OUTPUT.read_bytes() != text:
            sys.exit(f"{OUTPUT} is not what its parts say: run make modelling")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        OUTPUT.write_bytes(text)


if __name__ == "__main__":
    main()
