"""Right sentence boundaries of the modelling file's splitter on treebanks.

    python3 Benchmarks/Splitting/treebanks.py FILE.conllu ...

CoNLL-U files, as Universal Dependencies publishes them for many languages, say where the sentences of a text are. They
are joined ten by ten, as the file says: with a space, or nothing where it has SpaceAfter=No. Chinese and Japanese ones have
nothing between them, Thai ones a space, whatever the file says. Needs nothing but Python; prints a table.
"""

import sys
from pathlib import Path

from compare import measure, own_splitter


def sentences(path):
    """The text of each sentence with what is between it and the next one."""
    language = path.name.partition("_")[0]
    joint = {"zh": "", "ja": ""}.get(language, " ")
    text, last = None, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text ="):
            text = line.partition("=")[2].strip()
        elif line and not line.startswith("#"):
            last = line
        elif not line and text is not None:
            yield text + ("" if "SpaceAfter=No" in last and language != "th" else joint)
            text = None


def main():
    if not sys.argv[1:]:
        sys.exit(__doc__)
    split = own_splitter()
    print("| treebank | sentences | recall | precision | F1 |\n|---|---|---|---|---|")
    for path in map(Path, sys.argv[1:]):
        marked = list(sentences(path))
        recall, precision, both = measure(split, marked, "")
        print(f"| {path.stem} | {len(marked)} | {recall:.1%} | {precision:.1%} | {both:.1%} |")


if __name__ == "__main__":
    main()
