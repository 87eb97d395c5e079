"""Takes from the parts of the modelling file how `process` reads its arguments, for `Pruner` in the wheel, which has neither
torch nor the file: what both make of an argument is then the same.

    python3 Tools/generate/process_arguments.py          writes python/pruning_pack/_pruner/arguments.py
    python3 Tools/generate/process_arguments.py --check  writes nothing; exit code 1 where it is not what the parts say

Needs Python 3.9 and nothing else.
"""

import re
import sys
from pathlib import Path

from modelling_file import PARTS, body

OUTPUT = Path(__file__).resolve().parents[2] / "python/pruning_pack/_pruner/arguments.py"

HEAD = '''"""How `process` reads its arguments, and where its time goes; made of templates/modelling by `make modelling`."""

import copy
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Callable, Dict, List, Optional, Tuple, Union

# Without a splitter of the caller's the command splits.
split_sentences: Any = None

'''


def constants():
    """The characters that count as white space, and the patterns of a first line."""
    tables, patterns = ((PARTS / f"{name}.py").read_text(encoding="utf-8") for name in ("sentence_tables", "sentence_patterns"))
    found = [re.search(rf"^{name} = .*$", tables, re.MULTILINE) for name in ("_LINE_ENDS", "_SPACES", "_WHITE")]
    if not all(found) or "_class(_WHITE, \"*\")" not in patterns or "_class(_LINE_ENDS)" not in patterns:
        sys.exit("the tables of the sentence splitter are not as process_arguments.py knows them")
    lines = [match.group() for match in found]
    lines += ['_white_run = re.compile(f"[{_WHITE}]*")', '_is_line_end = re.compile(f"[{_LINE_ENDS}]")']
    return "\n".join(lines) + "\n"


def checks():
    """How the limits and the texts that stay are checked, as functions."""
    found = re.search(r"    @staticmethod\n(    def check_limit\(.*?)\n    def choose\(", body("choosing"), re.DOTALL)
    if not found:
        sys.exit("choosing.py is not as process_arguments.py knows it")
    lines = [line[4:] for line in found.group(1).splitlines() if line.strip() != "@staticmethod"]
    return "\n\n" + re.sub(r"\n\n(?=def )", "\n\n\n", "\n".join(lines).strip("\n")) + "\n"


def text():
    """The file's text."""
    return HEAD + constants() + body("arguments") + checks() + body("performance")


def main():
    """Writes the file, or compares it."""
    made = text().encode("utf-8")
    if sys.argv[1:] == ["--check"]:
        if OUTPUT.read_bytes() != made:
            sys.exit(f"{OUTPUT} is not what the parts say: run make modelling")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        OUTPUT.write_bytes(made)


if __name__ == "__main__":
    main()
