#!/usr/bin/env bash
# Installs what a runner of a CI system lacks beside a Swift toolchain: make, Python, and what some tests watch programs with.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "$(uname -s)" != Linux ]; then exit 0; fi

# program=package
wanted=(make=make strace=strace openssl=openssl gcc=gcc)
missing=()
for pair in "${wanted[@]}"; do
  command -v "${pair%%=*}" >/dev/null || missing+=("${pair##*=}")
done
[ ${#missing[@]} = 0 ] || .ci/install-packages "${missing[@]}"
.ci/install-needs .cache/static-libraries
.ci/install-needs --python
# The checkout may belong to another user than the one in the container.
git config --global --get-all safe.directory | grep -qxF "$PWD" || git config --global --add safe.directory "$PWD"
