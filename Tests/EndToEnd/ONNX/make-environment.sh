#!/bin/sh
# make-environment.sh: makes .cache/venv-onnx where it is missing or where its pins have changed. PYTHON: the interpreter to make it
# with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
place=$here/../../.cache/venv-onnx
stamp=$(cat "$here/requirements.txt" "$0" | cksum)
if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
  exit 0
fi
echo "making $place"
rm -rf "$place"
mkdir -p "$(dirname "$place")"
"${PYTHON:-python3}" -m venv "$place"
torch=2.13.0
# The CPU build, where pip knows an index that has it.
"$place/bin/pip" install --quiet "torch==$torch+cpu" 2>/dev/null || "$place/bin/pip" install --quiet "torch==$torch"
"$place/bin/pip" install --quiet --requirement "$here/requirements.txt"
echo "$stamp" >"$place/stamp"
