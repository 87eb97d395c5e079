#!/usr/bin/env python3
"""Lint: links of the pages lead somewhere, every command has a page, the index lists every page, and targets of make exist.

Needs Python 3.9, git and nothing else.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "Sources/pruning-pack/Commands"
# Pages that are somebody's package, or are filled in by the command.
NOT_OURS = ("examples/tiny-pruner/", "templates/", "Tests/Released/0", ".github/")
LINK = re.compile(r"(?<!\\)\[[^\]\n]*(?:\][^\[\]\n(]*)?\]\(([^)\s]+)\)")


def pages():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.splitlines() if not name.startswith(NOT_OURS) and (ROOT / name).exists()]


def prose(text):
    """A page without its blocks of code, and without code inside of lines."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def anchors(text):
    """The names that GitHub gives to the headings of a page."""
    found = []
    for title in re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).strip().lower()).replace(" ", "-")
        found.append(f"{name}-{found.count(name)}" if name in found else name)
    return found


def links(page):
    """What is wrong with the links of a page."""
    for target in LINK.findall(prose(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        name = f"{page.relative_to(ROOT)}: {target}"
        if not file.exists():
            yield f"{name}: there is no such file"
        elif ROOT not in file.parents:
            yield f"{name}: leads out of the repository"
        elif anchor and anchor not in anchors(file.read_text(encoding="utf-8")):
            yield f"{name}: the page has no such heading"


def commands():
    """The names of the command's subcommands that its help lists."""
    for file in sorted(COMMANDS.glob("*Command.swift")):
        text = file.read_text(encoding="utf-8")
        if "shouldDisplay: false" not in text:
            yield re.search(r'commandName: "([a-z]+)"', text)[1]


def page_of_commands():
    names = set(commands())
    found = {file.stem for file in (ROOT / "docs/commands").glob("*.md")}
    yield from (f"docs/commands/{name}.md is missing: every command has a page" for name in sorted(names - found))
    yield from (f"docs/commands/{name}.md: there is no such command" for name in sorted(found - names))
    for name in sorted(names & found):
        text = (ROOT / f"docs/commands/{name}.md").read_text(encoding="utf-8")
        if not text.startswith(f"# pruning-pack {name}\n"):
            yield f"docs/commands/{name}.md: the first line is not `# pruning-pack {name}`"
        if not re.search(rf"^```sh\n(.*\n)*?pruning-pack {name}\b", text, re.MULTILINE):
            yield f"docs/commands/{name}.md has no example"


def index():
    text = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    listed = {(ROOT / "docs" / target.partition("#")[0]).resolve() for target in LINK.findall(prose(text))}
    for page in sorted((ROOT / "docs").rglob("*.md")):
        if page not in listed and page.name != "README.md":
            yield f"docs/README.md does not list {page.relative_to(ROOT / 'docs')}"


def targets(page):
    known = set(re.findall(r"^([a-z0-9-]+)(?=[a-z0-9 -]*:(?!=))", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    # `make` at the beginning of a line or of code.
    for words in re.findall(r"(?:^|`)make ((?:[a-z][a-z0-9-]*)(?: [a-z][a-z0-9-]*)*)", page.read_text(encoding="utf-8"), re.MULTILINE):
        for word in words.split():
            if word not in known:
                yield f"{page.relative_to(ROOT)}: make has no target {word}"


def main():
    problems = [*page_of_commands(), *index()]
    for page in pages():
        problems += [*links(page), *targets(page)]
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
