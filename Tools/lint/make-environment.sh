#!/bin/sh
# Makes .cache/venv-lint, the environment of Tools/lint/workflows.py, where it is missing or where its pins have changed.
# PYTHON: the interpreter to make it with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
place=$here/../../.cache/venv-lint
stamp=$(cat "$here/requirements.txt" | cksum)
if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
  exit 0
fi
"$here/../../.ci/install-needs" --python
echo "making $place"
rm -rf "$place"
mkdir -p "$(dirname "$place")"
"${PYTHON:-python3}" -m venv "$place"
"$place/bin/pip" install --quiet --requirement "$here/requirements.txt"
echo "$stamp" >"$place/stamp"
