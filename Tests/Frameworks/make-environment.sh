#!/bin/sh
# make-environment.sh tf5|tf4: makes .cache/venv-frameworks-tf5 (or -tf4) where it is missing or where its pins have changed: the
# packages of .cache/venv-tf5 (or -tf4), which Tests/environments.sh makes, and on top of them the frameworks of
# requirements.txt. One that pip cannot install beside these versions is left out; `missing` in the environment says why.
# PYTHON: the interpreter to make it with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=$here/../../.cache
pins=$here/../Environments/$1.txt
place=$cache/venv-frameworks-$1
stamp=$(cat "$here/requirements.txt" "$pins" "$0" | cksum)
if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
  exit 0
fi
echo "making $place"
rm -rf "$place"
"${PYTHON:-python3}" -m venv "$place"
base=$("$cache/venv-$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$base" >"$("$place/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/base.pth"
: >"$place/missing"
grep -v '^#' "$here/requirements.txt" | while read -r name packages; do
  # shellcheck disable=SC2086  # several packages
  if ! "$place/bin/pip" install --quiet --constraint "$pins" --prefer-binary $packages 2>"$place/errors"; then
    echo "$name: pip does not install $packages beside $1: $(grep -m 1 -E '^ERROR' "$place/errors" || tail -n 1 "$place/errors")" >>"$place/missing"
  fi
done
rm -f "$place/errors"
cat "$place/missing"
echo "$stamp" >"$place/stamp"
