"""The object files of a target and of all that it depends on: objects.py TARGET DIRECTORY."""

import json
import subprocess
import sys
from pathlib import Path

target, directory = sys.argv[1], Path(sys.argv[2])
described = subprocess.run(["swift", "package", "dump-package"], check=True, capture_output=True, text=True).stdout
targets = {each["name"]: each for each in json.loads(described)["targets"]}
found, pending = [], [target]
while pending:
    name = pending.pop()
    if name in found:
        continue
    found.append(name)
    for dependency in targets[name]["dependencies"]:
        pending += [each[0] for kind, each in dependency.items() if kind in ("byName", "target") and each[0] in targets]
for name in found:
    if targets[name]["type"] != "system":
        print(*sorted(str(path) for path in (directory / f"{name}.build").rglob("*.o")))
