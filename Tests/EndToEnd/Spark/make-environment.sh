#!/bin/sh
# Makes .cache/venv-spark where it is missing or where its pins have changed, and installs a Java where there is none.
# PYTHON: the interpreter to make it with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
"$here/install-java.sh"
place=$here/../../.cache/venv-spark
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
