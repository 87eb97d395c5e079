"""Prints the Swift of the documentation's pages as functions of one file, so that it is compiled: `Tests/Consumer/run.sh`."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md"))]


def main():
    functions = []
    for page in PAGES:
        for block in re.findall(r"^```swift\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            if "import PruningPack\n" not in block:
                # A line of somebody's Package.swift, as Tests/Consumer/Package.swift has it.
                assert block.strip() == '.product(name: "PruningPack", package: "pruning-pack")', (page, block)
                continue
            body = block.replace("import PruningPack\n", "").strip()
            functions.append(f"/// {page}\nfunc documented{len(functions)}(article: String) throws {{\n{body}\n}}\n")
    assert functions
    print("import PruningPack\n\n" + "\n".join(functions), end="")


if __name__ == "__main__":
    main()
