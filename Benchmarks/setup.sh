#!/bin/sh
# setup.sh [spark]: makes .cache/venv-bench, or .cache/venv-bench-spark; does nothing when it is there and its pins have not changed.
set -eu
cd "$(dirname "$0")/.."

TORCH=2.13.0
suffix=${1:+-$1}
venv=.cache/venv-bench$suffix
pins=Benchmarks/requirements$suffix.txt
stamp=$venv/made-from
if ! cmp -s "$pins" "$stamp"; then
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  # The +cpu build, where pip's settings name an index that has it, else the plain one.
  "$venv/bin/pip" install -q "torch==$TORCH+cpu" || "$venv/bin/pip" install -q "torch==$TORCH"
  "$venv/bin/pip" install -q -r "$pins"
  cp "$pins" "$stamp"
fi
