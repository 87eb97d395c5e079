#!/bin/sh
# Makes the virtual environments of the Python tests, .cache/venv-tf5 and .cache/venv-tf4, and .cache/venv-scan with the
# scanners of pickles, where they are missing or where their pins have changed. What is a link there is somebody's own environment: it is used as it is.
#
#   Tests/Python/make-environments.sh [--only tf5|tf4|scan] [DIRECTORY]
#
# DIRECTORY: where to put them instead of .cache. PYTHON: the interpreter to make them with (python3). pip's own settings say
# where packages come from: PIP_EXTRA_INDEX_URL, for one, names a further index.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
only=
if [ "${1:-}" = --only ]; then
  only=$2
  shift 2
fi
cache=${1:-"$here/../../.cache"}
python=${PYTHON:-python3}
torch=2.13.0

# The CPU build, where pip knows an index that has it: plain torch brings gigabytes of CUDA libraries on Linux.
install_torch() {
  if [ "$(uname -s)" = Linux ]; then
    "$1/bin/pip" install --quiet "torch==$torch+cpu" 2>/dev/null && return
    echo "no index of pip's settings has torch==$torch+cpu: installing the build with CUDA"
  fi
  "$1/bin/pip" install --quiet "torch==$torch"
}

make_environment() {
  [ -z "$only" ] || [ "$only" = "$1" ] || return 0
  place=$cache/venv-$1
  pins=$here/requirements-$1.txt
  if [ -L "$place" ]; then
    echo "$place is a link: left alone"
    return
  fi
  # cksum is everywhere; the script itself is part of what the environment depends on.
  stamp=$(cat "$pins" "$here/make-environments.sh" | cksum)
  if [ -f "$place/stamp" ] && [ "$(cat "$place/stamp")" = "$stamp" ]; then
    return
  fi
  echo "making $place"
  rm -rf "$place"
  "$python" -m venv "$place"
  if [ "$1" != scan ]; then
    install_torch "$place"
  fi
  "$place/bin/pip" install --quiet --requirement "$pins"
  "$place/bin/python" -c "import $2"
  # Last: an environment that was not finished is made again.
  echo "$stamp" >"$place/stamp"
}

mkdir -p "$cache"
make_environment tf5 'torch, transformers, sentence_transformers, pytest'
make_environment tf4 'torch, transformers, sentence_transformers, pytest'
make_environment scan 'picklescan, modelscan'
