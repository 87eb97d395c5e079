"""Where the text of a generator goes: into its file, or, with --check, into a comparison with it."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The environments of the tests, which `make environments` makes.
TF4, TF5 = (ROOT / f".cache/venv-{line}/bin/python" for line in ("tf4", "tf5"))
CHECK = "--check"


def arguments():
    """What the generator was called with, --check aside."""
    return [argument for argument in sys.argv[1:] if argument != CHECK]


def finish(path, text, remedy):
    """Writes a file of the repository. With --check it writes nothing, and where the file has another text, it ends with exit code 1."""
    file = ROOT / path
    if CHECK not in sys.argv[1:]:
        file.write_text(text, encoding="utf-8")
    elif file.read_text(encoding="utf-8") != text:
        sys.exit(f"{path} is stale: run {remedy}")
