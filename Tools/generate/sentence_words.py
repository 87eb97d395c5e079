"""Writes the words of sentence splitting, as docs/sentence-splitting.md lists them, in Swift and in Python.

    python3 Tools/generate/sentence_words.py          writes both files
    python3 Tools/generate/sentence_words.py --check  writes nothing; exit code 1 where a file is stale

The document is what people read and change: below its headline Words, each list is a block behind its name and a colon.
`make modelling` has to follow, as one of the files is a part of the modelling file. Needs Python 3.9 and nothing else.
"""

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/sentence-splitting.md"
SWIFT = ROOT / "Sources/Pruning/Sentences/SentenceWords.generated.swift"
PYTHON = ROOT / "templates/modelling/sentence_words.py"
NOTE = "Made of docs/sentence-splitting.md by Tools/generate/sentence_words.py (make sentence-words): do not edit."
# The document's names of the lists, the names in Swift and in Python, and what each list is.
LISTS = (
    ("Never", "never", "A sentence never ends with one of these."),
    ("Maybe", "maybe", "A sentence may end with one of these, where a first word follows."),
    ("Before a number", "beforeNumber", "These belong to the number that follows."),
    ("After a point", "afterPoint", "The second words of titles and the like: behind another point they have one of their own."),
    ("Before an era", "beforeEra", "Names of eras: the point before one is an abbreviation's."),
    ("Years", "years", "A year and a century, behind a number."),
    ("Eras", "eras", "An era, without the spaces that may be in it."),
    ("Before an ordinal", "beforeOrdinal", "A number behind one of these is an ordinal, if a name follows."),
    ("After an ordinal", "afterOrdinal", "A number before one of these is an ordinal."),
    ("First words", "starters", "Words that sentences begin with."),
    ("Thai goes on", "thaiOn", "Thai: behind a space they go on with the sentence."),
    ("Thai is open", "thaiOpen", "Thai: before a space they leave the sentence open."),
    ("Thai begins", "thaiFirst", "Thai: behind a space they begin a sentence."),
    ("Thai ends", "thaiLast", "Thai: before a space they end a sentence."),
)


def lists():
    """The document's lists by their names."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("\n## Words\n")[2].partition("\n## ")[0]
    found = {name: block.split() for name, block in re.findall(r"^([^\n]+):\n\n```\n(.*?)```$", section, re.M | re.S)}
    if list(found) != [name for name, _, _ in LISTS]:
        sys.exit(f"{DOCUMENT}: the lists are {', '.join(found)}, not {', '.join(name for name, _, _ in LISTS)}")
    for name, words in found.items():
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            sys.exit(f"{DOCUMENT}: {name} has a word twice: {' '.join(twice)}")
    return found


def swift(found):
    """The lists as the members of an enumeration."""
    members = []
    for name, member, meaning in LISTS:
        lines = " \\\n".join(textwrap.wrap(" ".join(found[name]), 98, initial_indent="      ", subsequent_indent="      "))
        kind = "parts" if member.startswith("thai") else "words"
        members.append(f'  /// {meaning}\n  static let {member} = {kind}(\n    """\n{lines}\n    """)\n')
    return (
        f"// swift-format-ignore-file\n// {NOTE}\n\n"
        "/// The words that sentence splitting knows, abbreviations without their last point.\n"
        "enum SentenceWords {\n" + "\n".join(members) + "}\n"
    )


def escaped(word):
    """A word as it is written between quotes in ASCII."""
    return word.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")


def python(found):
    """The lists as sets, those of word parts as tuples; ASCII alone, as the modelling file is."""
    sets = []
    for name, member, meaning in LISTS:
        lines = textwrap.wrap(" ".join(map(escaped, found[name])), 104, break_long_words=False, break_on_hyphens=False)
        strings = "".join(f'    "{line} "\n' for line in lines[:-1]) + f'    "{lines[-1]}".split()\n'
        constant = re.sub("(?=[A-Z])", "_", member).upper()
        kind = "tuple" if member.startswith("thai") else "frozenset"
        sets.append(f"# {meaning}\n_{constant} = {kind}(\n{strings})\n")
    return (
        f'"""The words that the sentence splitter knows, abbreviations without their last point.\n\n{NOTE}\n"""\n\n'
        "# ---- joined from here on ----\n\n" + "".join(sets) + "\n"
    )


def main():
    """Writes the files, or compares them."""
    found = lists()
    for path, text in ((SWIFT, swift(found)), (PYTHON, python(found))):
        if sys.argv[1:] == ["--check"]:
            if path.read_text(encoding="utf-8") != text:
                sys.exit(f"{path} is not what {DOCUMENT.name} says: run make sentence-words")
        elif sys.argv[1:]:
            sys.exit(__doc__)
        else:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
