#!/usr/bin/env python3
"""Makes the pictures of README.md, of a report and of a pruned text: `make screenshots`.

The trained example is packed, and a copy of it is broken as packages break. `made_from.json` keeps the words of both pages, by which
Tests/EndToEnd/Reports/test_screenshots.py sees when a picture is of another page than the command prints now.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs/images"
MADE_FROM = IMAGES / "made_from.json"
LARGEST = 200_000
WIDTH = 960
# Where each picture is cut, behind what belongs together.
HEIGHTS = {"report": 828, "pruned": 690}
COMMAND = os.environ.get("PRUNING_PACK") or ROOT / ".build/release/pruning-pack"
QUESTION = "How far can the beam be seen?"


def run(directory, *arguments, status=0):
    # A date that no run changes.
    variables = {**os.environ, "SOURCE_DATE_EPOCH": "1796083200"}
    ran = subprocess.run([COMMAND, *arguments], cwd=directory, env=variables, capture_output=True, text=True, timeout=300)
    if ran.returncode != status:
        sys.exit(f"exit code {ran.returncode} of {' '.join(map(str, arguments))}:\n{ran.stderr}")
    return ran.stdout


def broken(package, copy):
    """A copy as it often lies on a training machine: the path of the base model, code that imports the training package, a lost key."""
    shutil.copytree(package, copy)
    config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = "/home/ada/checkpoints/ranker"
    config["auto_map"]["AutoModel"] = "modeling_ranker.PruningEncoder"
    (copy / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    code = copy / "modeling_pruning_encoder.py"
    code.write_text(code.read_text(encoding="utf-8").replace("import torch\n", "import torch\nimport ranker_training\n", 1), encoding="utf-8")
    return copy


def pages(directory):
    """name -> the page as the command prints it."""
    example = ROOT / "examples/tiny-pruner"
    run(
        directory, "save", "--ranking-model", example / "ranking_model", "--pruning-head", example / "pruning_head.safetensors",
        "--reference", example / "reference_outputs.json", "--license", "apache-2.0", "--language", "en", "--output", "my-pruner",
        "--quiet",
    )
    shutil.copy(ROOT / "examples/demo.txt", directory / "lighthouse.txt")
    broken(directory / "my-pruner", directory / "my-broken-pruner")
    return {
        "report": run(directory, "verify", "my-broken-pruner", "--format", "html", status=1),
        "pruned": run(directory, "prune", "my-pruner", "--query", QUESTION, "--text", "lighthouse.txt", "--format", "html"),
    }


def words(page):
    """What a page says and how it looks, without what differs from machine to machine or with every release: numbers and digests."""
    text = re.sub(r"\b[0-9a-f]{16,}\b", "", page)
    return hashlib.sha256(" ".join(re.findall(r"[A-Za-z][A-Za-z_-]*", text)).encode()).hexdigest()


def main():
    sys.path.insert(0, str(ROOT / "Tests/Shared"))
    from browser import opened, started

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, started() as chromium:
        printed = pages(Path(place))
        for name, page in printed.items():
            file = Path(place) / f"{name}.html"
            file.write_text(page, encoding="utf-8")
            with opened(chromium, file, viewport={"width": WIDTH, "height": HEIGHTS[name]}) as tab:
                tab.screenshot(path=IMAGES / f"{name}.png")
            size = (IMAGES / f"{name}.png").stat().st_size
            print(f"docs/images/{name}.png: {size} bytes")
            if size > LARGEST:
                sys.exit(f"docs/images/{name}.png is larger than {LARGEST} bytes")
    made = {"by": "Tools/screenshots/screenshots.py", "words": {name: words(page) for name, page in printed.items()}}
    MADE_FROM.write_text(json.dumps({"note": "Written by Tools/screenshots/screenshots.py.", **made}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
