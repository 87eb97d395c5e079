#!/bin/sh
# Makes .cache/venv-bench; does nothing when it is there and its pins have not changed.
set -eu
cd "$(dirname "$0")/.."

TORCH=2.13.0
venv=.cache/venv-bench
stamp=$venv/made-from
if ! cmp -s Benchmarks/requirements.txt "$stamp"; then
  rm -rf "$venv"
  "${PYTHON:-python3}" -m venv "$venv"
  # The +cpu build, where pip's settings name an index that has it, else the plain one.
  "$venv/bin/pip" install -q "torch==$TORCH+cpu" || "$venv/bin/pip" install -q "torch==$TORCH"
  "$venv/bin/pip" install -q -r Benchmarks/requirements.txt
  cp Benchmarks/requirements.txt "$stamp"
fi
