#!/bin/sh
# Makes .cache/venv-reports, the environment of the programs that read what the command writes, where it is missing or
# where its pins have changed; and installs Chromium, where there is none, as .ci/install-packages does.
# PYTHON: the interpreter to make it with (python3).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
place=$here/../../.cache/venv-reports

has_browser() {
  for name in chromium chromium-browser google-chrome chrome; do
    if command -v "$name" >/dev/null; then return 0; fi
  done
  return 1
}

# Without a browser its tests are skipped, and say so.
if ! has_browser; then
  "$here/../../.ci/install-packages" chromium || echo "no Chromium here: pages are not tried in a browser" >&2
fi

stamp=$(cat "$here/requirements.txt" "$0" | cksum)
if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
  exit 0
fi
echo "making $place"
rm -rf "$place"
mkdir -p "$(dirname "$place")"
"${PYTHON:-python3}" -m venv "$place"
"$place/bin/pip" install --quiet --requirement "$here/requirements.txt"
# The schema of JUnit's XML comes with pytest's sources; where they cannot be had, its test says so.
sources=$(mktemp -d)
if "$place/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$sources" pytest==8.3.4 &&
  tar -xzf "$sources"/pytest-*.tar.gz -C "$sources" --strip-components 3 --wildcards '*/junit-10.xsd'; then
  cp "$sources/junit-10.xsd" "$place/junit-10.xsd"
fi
rm -rf "$sources"
echo "$stamp" >"$place/stamp"
