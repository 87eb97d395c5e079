"""The commands and the Python of the documentation's pages, and a place in which they run as they stand there."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import torch
from binary import PRUNING_PACK, REPOSITORY
from publishing import REPOSITORY as ON_THE_HUB
from publishing import variables
from transformers import AutoModel, AutoTokenizer

PAGES = ["README.md", "python/README.md", "examples/README.md", "CONTRIBUTING.md"]
PAGES += sorted(str(file.relative_to(REPOSITORY)) for file in (REPOSITORY / "docs").rglob("*.md"))
EXAMPLE = REPOSITORY / "examples/tiny-pruner"
# What is not run here, and what else tries it.
ELSEWHERE = {
    "pip install": "Tests/EndToEnd/Package installs the wheel, with its extras",
    "make ": "the targets are what the tests are run by; Tools/lint/pages.py looks for their names",
    "apt-get ": "Tests/EndToEnd/Reports/test_installing.py",
    "hf ": "the Hub's own client",
    "model_signing ": "Tests/EndToEnd/Signing",
    "find . -type f": "Tests/EndToEnd/Reports/test_html.py",
    ".cache/venv-": "scripts of this repository: Tests/Contract/test_training.py",
    "python -m pruning_pack.parquet ": "Tests/EndToEnd/Spark/test_documented_spark.py",
    "spark-submit ": "a cluster",
    "PYSPARK_PYTHON=": "a cluster",
    "venv-pack ": "a cluster",
}
# Pages whose Python needs what these environments do not have, and what tries it.
OTHER_PYTHON = {"docs/scale.md": "Tests/EndToEnd/Spark/test_documented_spark.py", "docs/onnx.md": "Tests/EndToEnd/ONNX/test_onnx_documented.py"}
# What the Python of a page takes for granted.
PRELUDE = f"""
import shutil, sys
sys.path.insert(0, {str(REPOSITORY / "python")!r})
import pruning_pack
from transformers import AutoModelForSequenceClassification, AutoTokenizer
model = AutoModelForSequenceClassification.from_pretrained({str(EXAMPLE / "ranking_model")!r})
tokenizer = AutoTokenizer.from_pretrained({str(EXAMPLE / "ranking_model")!r})
head = {str(EXAMPLE / "pruning_head.safetensors")!r}
article, another = "The bridge was opened in 1932. Tea is a plant.", "Cats purr."
"""


def blocks(page, language):
    """The blocks of code of a page."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(block):
    """The lines of a block of the shell, put together where they go on, without comments."""
    lines = block.replace("\\\n", " ").splitlines()
    return [line for line in (re.sub(r"(^|\s+)#.*", "", line).strip() for line in lines) if line]


def is_run(command):
    if command.startswith(("pruning-pack ", "openssl ", "cp -r ")):
        return True
    assert command.startswith(tuple(ELSEWHERE)), f"nothing tries `{command}`: run it here, or say what does"
    return False


class Workplace:
    """Directories and files by the names that the pages use."""

    def __init__(self, place, hub, their_model):
        self.place, self.hub, self.home = place, hub, place / "home"
        self.kept = place / "kept"
        for directory in (self.home, self.kept, place / "bin"):
            directory.mkdir(parents=True)
        (place / "bin/pruning-pack").symlink_to(PRUNING_PACK.resolve())
        # Without its card: what is saved from memory has none to keep, and is published to the same place.
        shutil.copytree(EXAMPLE / "ranking_model", self.kept / "ranker", ignore=shutil.ignore_patterns("README.md"))
        shutil.copy(EXAMPLE / "pruning_head.safetensors", self.kept / "head.safetensors")
        shutil.copy(EXAMPLE / "reference_outputs.json", self.kept / "reference.json")
        shutil.copytree(self.kept / "ranker", self.kept / "checkpoints/ranker")
        shutil.copy(self.kept / "head.safetensors", self.kept / "checkpoints")
        AutoModel.from_pretrained(self.kept / "ranker").save_pretrained(self.kept / "encoder")
        AutoTokenizer.from_pretrained(self.kept / "ranker").save_pretrained(self.kept / "encoder")
        shutil.copytree(their_model, self.kept / "their-model")
        torch.save({"weight": torch.zeros(2, 2)}, self.kept / "pytorch_model.bin")
        text = (REPOSITORY / "examples/demo.txt").read_text()
        (self.kept / "article.txt").write_text(text)
        pair = {"query": "How far can the beam be seen?", "document": text}
        (self.kept / "pairs.jsonl").write_text(json.dumps(pair) + "\n")
        (self.kept / "texts.jsonl").write_text('{"text": "a query", "pair": "a passage"}\n')
        start = text.index("On a clear night")
        labelled = {**pair, "spans": [[start, start + 63]]}
        (self.kept / "dev.jsonl").write_text(
            json.dumps(labelled) + "\n" + '{"query": "How far can the beam be seen?", "document": "Bread needs time.", "relevant": false}\n'
        )
        self.make_packages()
        self.commit = self.run(f"pruning-pack publish my-pruner {ON_THE_HUB} --format json", self.kept)["commit"]
        self.run(f"pruning-pack publish my-pruner {ON_THE_HUB} --revision v1", self.kept)
        self.published = copy.deepcopy(hub.repositories)

    def make_packages(self):
        for name in ("my-pruner", "other-pruner", "my-pruner-1", "my-pruner-2"):
            threshold = "--threshold 0.4" if name == "my-pruner-2" else ""
            self.run(
                f"pruning-pack save --ranking-model ranker --pruning-head head.safetensors --reference reference.json "
                f"--name {ON_THE_HUB} --license apache-2.0 --language en --base-model acme/base --dataset acme/pairs "
                f"{threshold} --output {name} --quiet", self.kept,
            )  # fmt: skip
        self.run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem", self.kept)
        self.run("openssl pkey -in key.pem -pubout -out key.pub.pem", self.kept)

    def fresh(self):
        """A new directory with everything in it, and the Hub as it was."""
        self.hub.repositories.clear()
        self.hub.repositories.update(copy.deepcopy(self.published))
        directory = self.place / "work"
        shutil.rmtree(directory, ignore_errors=True)
        shutil.copytree(self.kept, directory)
        (directory / "examples").symlink_to(REPOSITORY / "examples")
        (directory / ".venv").symlink_to(sys.prefix)
        return directory

    def start(self, arguments, directory):
        own = variables(self.hub, self.home)
        own["PATH"] = os.pathsep.join([str(self.place / "bin"), str(Path(sys.prefix) / "bin"), own["PATH"]])
        return subprocess.run(arguments, cwd=directory, env=own, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600)

    def run(self, command, directory, statuses=(0,)):
        """Runs a line of the shell, and returns what it printed if that is JSON."""
        made = re.search(r"--output (\S+)", command)
        if made and "--force" not in command and command.startswith(("pruning-pack save", "pruning-pack export")):
            shutil.rmtree(directory / made[1], ignore_errors=True)
        if command.startswith("pruning-pack record"):
            # What was recorded from the model in memory says more, and would be kept.
            (directory / "my-pruner/reference_outputs.json").unlink(missing_ok=True)
        ran = self.start(["bash", "-c", command.replace("COMMIT", getattr(self, "commit", "COMMIT"))], directory)
        assert ran.returncode in statuses, f"`{command}`: exit code {ran.returncode}\n{ran.stderr[-3000:]}{ran.stdout[-2000:]}"
        return json.loads(ran.stdout) if "--format json" in command and ran.stdout.startswith("{") and ran.stdout.count("\n") == 1 else None

    def run_python(self, directory):
        """Runs the Python of all pages in one interpreter, each block on its own; a package that it saves is not there before."""
        script = f"{PRELUDE}\nknown = dict(globals())\n"
        for page in (page for page in PAGES if page not in OTHER_PYTHON):
            for number, block in enumerate(blocks(page, "python"), 1):
                for name in re.findall(r'pruning_pack\.save\(\s*"([a-z-]+)"', block):
                    script += f"shutil.rmtree({name!r}, ignore_errors=True)\n"
                script += f"exec(compile({block!r}, '{page}, block {number}', 'exec'), dict(known))\n"
        ran = self.start([sys.executable, "-c", script], directory)
        assert ran.returncode == 0, ran.stderr[-3000:]
