"""The card: its front matter, and the text below it."""

import shutil

from .kinds import kind


def card(p, more="", body=""):
    _, front, rest = (p / "README.md").read_text().split("---\n", 2)
    (p / "README.md").write_text(f"---\n{front}{more}---\n{rest}{body}")


def replaced(p, key, value):
    _, front, rest = (p / "README.md").read_text().split("---\n", 2)
    lines, skipping = [], False
    for line in front.splitlines():
        skipping = line.startswith(f"{key}:") or skipping and line.startswith(("-", " "))
        if not skipping:
            lines.append(line)
    (p / "README.md").write_text("---\n" + "\n".join(lines) + f"\n{key}:{value}---\n{rest}")


@kind("keys of the front matter", 20_000)
def front_keys(p, n):
    card(p, "".join(f"k{i}: v\n" for i in range(n)))


@kind("keys of a card that is kept", 3_000)
def kept_keys(p, n):
    source = shutil.copytree(p, p.parent / "source")
    card(p, "".join(f"key{i}: [a, b]\n" for i in range(n)))
    return ["save", "--from", source, "--output", "p", "--force"]


@kind("tags", 30_000)
def tags(p, n):
    replaced(p, "tags", "\n" + "".join(f"- é{i}\n" for i in range(n)))


@kind("languages", 300)
def languages(p, n):
    replaced(p, "language", "\n" + "- en\n" * n)


@kind("datasets that are none", 5_000)
def datasets(p, n):
    replaced(p, "datasets", "\n" + "".join(f"- a/b/{i}\n" for i in range(n)))


@kind("base models", 10_000)
def base_models(p, n):
    replaced(p, "base_model", "\n" + "".join(f"- a/b{i}\n" for i in range(n)))


@kind("results of the card", 3_000)
def results(p, n):
    replaced(p, "model-index", "\n- name: x\n  results:\n" + "".join(f"  - task: {{type: a{i}}}\n" for i in range(n)))


@kind("aliases, each of the one before", 15_000)
def alias_chain(p, n):
    card(p, "x:\n- &a [1]\n" + "- &a [*a]\n" * n)


@kind("aliases of the one before, under a key that is read", 15_000)
def known_alias_chain(p, n):
    replaced(p, "tags", "\n- &a [1]\n" + "- &a [*a]\n" * n)


@kind("aliases in mappings", 10_000)
def alias_map_chain(p, n):
    card(p, "x:\n- &a {k: 1}\n" + "".join(f"- &a{i} {{k: *a{i - 1 if i else ''}}}\n" for i in range(n)))


@kind("aliases, nine of the one before", 15)
def laughs(p, n):
    lines = ["&a0 x"] + [f"&a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, n)]
    replaced(p, "datasets", "\n" + "".join(f"- {line}\n" for line in lines))


@kind("aliases of one long list", 1_000)
def wide_aliases(p, n):
    replaced(p, "datasets", "\n- &a [" + ", ".join(["b/c"] * n) + "]\n" + "- *a\n" * n)


@kind("flow brackets of the front matter", 50_000)
def flow(p, n):
    card(p, "x: " + "[" * n + "]" * n + "\n")


@kind("block depth of the front matter", 1_000)
def block_depth(p, n):
    card(p, "x:\n" + "".join(" " * i + "- \n" for i in range(1, n)))


@kind("one scalar of the front matter", 1_000_000)
def one_scalar(p, n):
    card(p, "x: " + "a" * n + "\n")


@kind("one quoted scalar of the front matter", 60_000)
def one_quoted_scalar(p, n):
    card(p, 'x: "' + "a\\n é" * n + '"\n')


@kind("comments of the front matter", 100_000)
def comments(p, n):
    card(p, "# c\n" * n)


@kind("lines of the card", 50_000)
def card_lines(p, n):
    card(p, body="lorem ipsum dolor sit amet\n" * n)


@kind("one line of the card", 1_000_000)
def card_line(p, n):
    card(p, body="a" * n)


@kind("braces on one line of the card", 20_000)
def braces(p, n):
    card(p, body="{{ a " * n)


@kind("placeholders of the card", 3_000)
def placeholders(p, n):
    card(p, body="[More Information Needed] {{ a }}\n" * n)


@kind("paths on one line of the card", 10_000)
def card_paths(p, n):
    card(p, body="-/home/" * n)


@kind("relative paths of the card", 10_000)
def relative_paths(p, n):
    card(p, body="'./a" * n)


@kind("code blocks of the card", 5_000, environment={"PATH": "/nonexistent"})
def code_blocks(p, n):
    card(p, body="```python\nx = 1\n```\n" * n)


@kind("code blocks that do not parse", 3_000, environment={"PATH": "/nonexistent"})
def bad_code_blocks(p, n):
    card(p, body="```python\nx = (\n```\n" * n)


@kind("fences that are not closed", 50_000)
def fences(p, n):
    card(p, body="```\n~~~\n" * n)


@kind("white space before the front matter", 500_000)
def white_space(p, n):
    (p / "README.md").write_text("\n" * n + (p / "README.md").read_text())


@kind("lines that nearly close the front matter", 100_000)
def near_ends(p, n):
    (p / "README.md").write_text("---\n" + "--- a\n" * n)
