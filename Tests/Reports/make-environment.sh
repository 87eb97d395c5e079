#!/bin/sh
# Makes .cache/venv-reports, the environment of the programs that read what the command writes, where it is missing or
# where its pins have changed; and installs Chromium, where there is none and Debian's packages may be installed.
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

if ! has_browser; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "installing chromium"
    # Without a browser its tests are skipped, and say so.
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
      >/dev/null || echo "chromium could not be installed" >&2
  else
    echo "no Chromium here: pages are not tried in a browser" >&2
  fi
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
echo "$stamp" >"$place/stamp"
