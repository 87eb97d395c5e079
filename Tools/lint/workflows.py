#!/usr/bin/env python3
"""Lint: what CI systems and GitHub read is what their schemas ask for, and steps of workflows are scripts or targets that exist.

Runs in .cache/venv-lint, which Tests/environments.sh makes: the schemas are those that check-jsonschema carries.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {
    ".github/workflows/*.yml": ("vendor.github-workflows", "custom.github-workflows-require-timeout"),
    ".github/ISSUE_TEMPLATE/[!c]*.yml": ("vendor.github-issue-forms",),
    ".github/ISSUE_TEMPLATE/config.yml": ("vendor.github-issue-config",),
    "action.yml": ("vendor.github-actions",),
    "CITATION.cff": ("vendor.citation-file-format",),
    "templates/ci/github*.yml": ("vendor.github-workflows",),
    "templates/ci/gitlab.yml": ("vendor.gitlab-ci",),
}
# What a step may say besides calling one script or target: it comes before the checkout, or needs no file of ours.
OWN_WORDS = ("apt-get update -qq && apt-get install ", "find dist -type f ")


def check(schema, files):
    tool = Path(sys.executable).parent / "check-jsonschema"
    ran = subprocess.run([tool, "--builtin-schema", schema, *files], capture_output=True, text=True)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def filled(file, directory):
    """A template as `pruning-pack ci` prints it."""
    text = file.read_text(encoding="utf-8").replace("{{repository}}", "owner/name").replace("{{version}}", "1.2.3")
    copy = Path(directory) / file.name
    copy.write_text(text, encoding="utf-8")
    return copy


def targets():
    return set(re.findall(r"^([a-z0-9-]+(?: [a-z0-9-]+)*):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def commands(workflow):
    """The commands of a workflow's steps; a target that a matrix names counts once for each value."""
    for name, job in workflow.get("jobs", {}).items():
        values = (job.get("strategy") or {}).get("matrix", {}).get("target", [])
        for step in job["steps"]:
            if "run" in step:
                for value in values if "${{ matrix.target }}" in step["run"] else [""]:
                    yield name, step["run"].replace("${{ matrix.target }}", value).strip()


def problem(command, known):
    """What is wrong with a step's command, or None."""
    if command.startswith(OWN_WORDS):
        return None
    words = shlex.split(command)
    if "\n" in command or any(word in ("&&", "||", ";", "|") for word in words):
        return "is more than one command: put it into a script under Tools"
    if words[0] == "make":
        unknown = [word for word in words[1:] if "=" not in word and word not in known]
        return f"has no target {unknown[0]}" if unknown else None
    file = ROOT / words[0]
    return None if file.is_file() and os.access(file, os.X_OK) else "is no script here that can be run"


def main():
    problems = []
    with tempfile.TemporaryDirectory() as directory:
        for pattern, schemas in SCHEMAS.items():
            files = sorted(ROOT.glob(pattern))
            if not files:
                problems.append(f"{pattern}: there is no such file")
            elif pattern.startswith("templates/"):
                files = [filled(file, directory) for file in files]
            for schema in schemas if files else ():
                problems.append(check(schema, files))
    known = {name for names in targets() for name in names.split()}
    for file in sorted((ROOT / ".github/workflows").glob("*.yml")):
        for job, command in commands(YAML(typ="safe").load(file)):
            fault = problem(command, known)
            if fault:
                problems.append(f"{file.relative_to(ROOT)}, {job}: `{command}` {fault}")
    sys.exit("\n".join(filter(None, problems)) or 0)


if __name__ == "__main__":
    main()
