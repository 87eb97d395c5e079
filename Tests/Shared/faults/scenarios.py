"""What is run: every way in which the command puts something in place."""

import json
import shutil
import sys

from binary import REPOSITORY, pruning_pack

EXAMPLE = REPOSITORY / "examples/tiny-pruner"
SAVE = [
    "save", "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head", EXAMPLE / "pruning_head.safetensors",
    "--license", "apache-2.0", "--language", "en", "--threads", "1", "--quiet",
]  # fmt: skip
QUIET = ["--quiet", "--threads", "1"]


class Scenario:
    """A directory `root` as it is before, the command's arguments, and the target: the path that is written."""

    def __init__(self, name, work, before, arguments, target="out"):
        self.name, self.root, self._before = name, work / name, before
        self.arguments, self.target = arguments, self.root / target
        # The page has a date on it, which must not differ from run to run.
        self.environment = {"TMPDIR": str(self.root / "tmp"), "SOURCE_DATE_EPOCH": "0"}

    def prepare(self):
        shutil.rmtree(self.root, ignore_errors=True)
        (self.root / "tmp").mkdir(parents=True)
        self._before(self.root)
        return self


def damage(package):
    """What has one right repair: two files that change, and one that is missing."""
    for name in ("config.json", "ranking_model/config.json"):
        config = json.loads((package / name).read_text())
        config["_name_or_path"] = "/home/me/ranking_model"
        (package / name).write_text(json.dumps(config, indent=2) + "\n")
    (package / "README.md").unlink()


def repeat_head(package):
    """A file that goes away with its repair."""
    import torch
    from safetensors.torch import load_file

    torch.save(load_file(package / "pruning_head/model.safetensors"), package / "pruning_head/pytorch_model.bin")


# Answers like the interpreter that it stands for, and from memory what it was asked before.
REMEMBERING = """#!/bin/sh
umask 077
input=$(mktemp {memory}/input-XXXXXX)
cat >"$input"
key=$( (printf '%s\\n' "$@"; cat "$input") | cksum | tr ' ' -)
if [ ! -f {memory}/$key ]; then
  {python} "$@" <"$input" >{memory}/new || exit $?
  mv {memory}/new {memory}/$key
fi
rm "$input"
cat {memory}/$key
"""


def remembering_python(work):
    memory = work / "memory"
    memory.mkdir()
    script = work / "python"
    script.write_text(REMEMBERING.format(memory=memory, python=sys.executable))
    script.chmod(0o755)
    return script


def scenarios(work):
    package, other, python = work / "package", work / "other", remembering_python(work)
    pruning_pack(*SAVE, "--output", package)
    pruning_pack(*SAVE, "--name", "an older one", "--output", other)

    def nothing(root):
        pass

    def copy(source, *changes):
        def before(root):
            shutil.copytree(source, root / "out")
            for change in changes:
                change(root / "out")

        return before

    def checkout(directory):
        (directory / ".git").mkdir()
        (directory / ".git/HEAD").write_text("ref: refs/heads/main\n")

    def report(root):
        (root / "out.html").write_text("an older report\n")

    record = ["record", "out", "--python", python, "--unsandboxed", *QUIET]
    fix = ["verify", "out", "--fix", *QUIET]
    return [
        Scenario("save", work, nothing, [*SAVE, "--output", "out"]),
        Scenario("save-over", work, copy(other), [*SAVE, "--force", "--output", "out"]),
        Scenario("export", work, nothing, ["export", package, "--output", "out", "--quiet"]),
        Scenario("record", work, copy(package), record),
        Scenario("fix", work, copy(package, damage), fix),
        Scenario("fix-in-place", work, copy(package, damage, repeat_head, checkout), fix),
        Scenario("report", work, report, ["verify", package, "--report", "html=out.html", *QUIET], "out.html"),
    ]


SCENARIOS = ["save", "save-over", "export", "record", "fix", "fix-in-place", "report"]
