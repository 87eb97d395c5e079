#!/bin/sh
# make-environment.sh [oldest]: makes .cache/venv-adapters, or .cache/venv-adapters-oldest, where it is missing or where its pins
# have changed. PYTHON: the interpreter to make it with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
suffix=${1:+-$1}
place=$here/../../.cache/venv-adapters$suffix
stamp=$(cat "$here/requirements$suffix.txt" "$0" | cksum)
if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
  exit 0
fi
echo "making $place"
rm -rf "$place"
mkdir -p "$(dirname "$place")"
"${PYTHON:-python3}" -m venv "$place"
"$place/bin/pip" install --quiet --requirement "$here/requirements$suffix.txt"
echo "$stamp" >"$place/stamp"
