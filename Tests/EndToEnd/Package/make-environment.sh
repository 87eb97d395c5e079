#!/bin/sh
# Makes .cache/venv-package, the environment of the tools that look into the wheel and install it, where it is missing or
# where its pins have changed. PYTHON: the interpreter to make it with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
place=$here/../../.cache/venv-package
stamp=$(cat "$here/requirements.txt" "$0" | cksum)
if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
  exit 0
fi
echo "making $place"
rm -rf "$place"
mkdir -p "$(dirname "$place")"
"${PYTHON:-python3}" -m venv "$place"
"$place/bin/pip" install --quiet --requirement "$here/requirements.txt"
echo "$stamp" >"$place/stamp"
