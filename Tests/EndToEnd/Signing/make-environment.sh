#!/bin/sh
# Makes .cache/venv-signing, the environment of the field's own tools for signatures and bills of materials, where it is missing
# or where its pins have changed.
# PYTHON: the interpreter to make it with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
place=${1:-$here/../../.cache/venv-signing}

stamp=$(cat "$here/requirements.txt" "$0" | cksum)
if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
  exit 0
fi
echo "making $place"
rm -rf "$place"
mkdir -p "$(dirname "$place")"
"${PYTHON:-python3}" -m venv "$place"
"$place/bin/pip" install --quiet --requirement "$here/requirements.txt"
"$place/bin/python" -c 'import cyclonedx, model_signing, OpenSSL'
echo "$stamp" >"$place/stamp"
