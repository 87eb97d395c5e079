#!/bin/sh
# Puts three trained BERT models into .cache/rxnfp, from a Python package that carries them in PyTorch's legacy format.
# The package is unpacked, not installed or imported.
#
#   Tests/Python/fetch-rxnfp.sh [DIRECTORY]
#
# DIRECTORY: where to put them instead of .cache/rxnfp. PYTHON: the interpreter whose pip downloads (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$here/../../.cache/rxnfp"}
python=${PYTHON:-python3}
wheel=rxnfp-0.1.0-py3-none-any.whl
digest=c5c1e818add6f34539a6b29bc680c47c9e7311e9383d1b34ce901481e34b58cf

if [ -d "$target" ]; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m pip download --quiet --no-deps --only-binary :all: --dest "$work" rxnfp==0.1.0
"$python" - "$work/$wheel" "$digest" "$work/models" <<'PYTHON'
import hashlib
import pathlib
import sys
import zipfile

wheel, digest, target = sys.argv[1:]
found = hashlib.sha256(pathlib.Path(wheel).read_bytes()).hexdigest()
if found != digest:
    sys.exit(f"{wheel}: sha256 is {found}, not {digest}")
prefix = "rxnfp/models/transformers/"
with zipfile.ZipFile(wheel) as archive:
    for member in archive.namelist():
        if member.startswith(prefix) and not member.endswith("/"):
            file = pathlib.Path(target, member[len(prefix):])
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archive.read(member))
PYTHON
mkdir -p "$(dirname "$target")"
mv "$work/models" "$target"
