#!/bin/sh
# Makes the virtual environments of the tests, .cache/venv-NAME with the packages of Environments/NAME.txt, where they are
# missing or where their pins have changed. What is a link there is somebody's own environment: it is used as it is.
#
#   Tests/environments.sh [--only] NAME... [--directory DIRECTORY]
#
# NAME: tf5, tf4, scan, reports, signing, package, adapters, adapters-oldest, spark, onnx, lint. DIRECTORY: where to put them
# instead of .cache. PYTHON: the interpreter to make them with (python3). pip's own settings say where packages come from:
# PIP_EXTRA_INDEX_URL, for one, names a further index.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$here/..
cache=$root/.cache
python=${PYTHON:-python3}

# What each has to be able to import.
modules_of() {
  case $1 in
    tf4 | tf5) echo torch, transformers, sentence_transformers, pytest ;;
    scan) echo picklescan, modelscan ;;
    signing) echo cyclonedx, model_signing, OpenSSL, pytest ;;
    lint) echo check_jsonschema ;;
    *) echo pytest ;;
  esac
}

# What an environment needs of the system, looked for every time.
install_programs() {
  case $1 in
    spark) "$here/Environments/install-java.sh" ;;
    reports)
      for name in chromium chromium-browser google-chrome chrome; do
        if command -v "$name" >/dev/null; then return 0; fi
      done
      # Without a browser its tests are skipped, and say so.
      "$root/.ci/install-packages" chromium || echo "no Chromium here: pages are not tried in a browser" >&2
      ;;
  esac
}

# pip_install PLACE ARGUMENT...: nothing is compiled ahead; most of what is installed is never imported.
pip_install() {
  pip=$1/bin/pip
  shift
  "$pip" install --quiet --no-compile "$@"
}

# The CPU build of torch, where pip knows an index that has it: plain torch brings gigabytes of CUDA libraries on Linux.
install_torch() {
  torch=$(grep '^torch==' "$2") || return 0
  if [ "$(uname -s)" = Linux ]; then
    pip_install "$1" "$torch+cpu" 2>/dev/null && return
    echo "no index of pip's settings has $torch+cpu: installing the build with CUDA"
  fi
  pip_install "$1" "$torch"
}

# The schema of JUnit's XML comes with pytest's sources; where they cannot be had, its test says so.
install_schema() {
  sources=$(mktemp -d)
  if "$1/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$sources" pytest==8.3.4 &&
    tar -xzf "$sources"/pytest-*.tar.gz -C "$sources" --strip-components 3 --wildcards '*/junit-10.xsd'; then
    cp "$sources/junit-10.xsd" "$1/junit-10.xsd"
  fi
  rm -rf "$sources"
}

# has_pins PLACE PINS: whether an environment has the packages of a list already, in these versions.
has_pins() {
  [ -x "$1/bin/python" ] && "$1/bin/python" - "$2" <<'PROGRAM' 2>/dev/null
import re
import sys
from importlib.metadata import version

for line in open(sys.argv[1], encoding="utf-8"):
    if line.strip() and not line.startswith("#"):
        name, wanted = re.sub(r"\[.*\]", "", line.strip()).split("==")
        if version(name).split("+")[0] != wanted:
            sys.exit(1)
PROGRAM
}

make_environment() {
  place=$cache/venv-$1
  pins=$here/Environments/$1.txt
  if [ ! -f "$pins" ]; then
    echo "there is no environment $1: $pins is missing" >&2
    exit 2
  fi
  install_programs "$1"
  if [ -L "$place" ]; then
    echo "$place is a link: left alone"
    return
  fi
  if cmp -s "$pins" "$place/made-from"; then
    return
  fi
  if ! has_pins "$place" "$pins"; then
    echo "making $place"
    PYTHON=$python "$root/.ci/install-needs" --python
    rm -rf "$place"
    mkdir -p "$cache"
    "$python" -m venv "$place"
    install_torch "$place" "$pins"
    pip_install "$place" --requirement "$pins"
    if [ "$1" = reports ]; then install_schema "$place"; fi
  fi
  "$place/bin/python" -c "import $(modules_of "$1")"
  # Last: an environment that was not finished is made again.
  cp "$pins" "$place/made-from"
}

names=
while [ $# -gt 0 ]; do
  case $1 in
    --only) ;;
    --directory)
      cache=$2
      shift
      ;;
    -*)
      echo "unknown option: $1" >&2
      exit 2
      ;;
    *) names="$names $1" ;;
  esac
  shift
done
if [ -z "$names" ]; then
  sed -n '5,9s/^# *//p' "$0" >&2
  exit 2
fi
for name in $names; do
  make_environment "$name"
done
