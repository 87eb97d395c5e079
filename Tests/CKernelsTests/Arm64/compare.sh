#!/usr/bin/env bash
# Compiles the kernels for arm64, runs them under an emulator, and compares every number with this machine's.
#
# Debian and its like: it installs what is missing (qemu-user and arm64's C library). On an arm64 machine `make test` says
# all of it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../../Sources/CPackKernels
roots=/usr/aarch64-linux-gnu

if [ "$(uname -s)" != Linux ] || ! command -v apt-get >/dev/null; then
  echo "arm64: not compared, for lack of an emulator and a C library that this script knows how to install"
  exit 0
fi
if ! command -v qemu-aarch64 >/dev/null || [ ! -e $roots/include/stdio.h ] || ! ls /usr/lib/gcc-cross/aarch64-linux-gnu >/dev/null 2>&1; then
  "$here/../../../.ci/install-packages" gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(-std=gnu11 -O3 -Wall -Wextra -Werror -I"$kernels/include" "$here/outputs.c" "$kernels"/*.c -pthread -lm)
clang "${flags[@]}" -o "$work/here"
# The compiler of Swift's toolchain, and the cross compiler's start files and libraries.
clang --target=aarch64-linux-gnu --gcc-toolchain=/usr "${flags[@]}" -isystem $roots/include -fuse-ld=lld -o "$work/arm64"
"$work/here" >"$work/here.txt"
qemu-aarch64 -cpu max -L $roots "$work/arm64" >"$work/arm64.txt"
python3 - "$work/here.txt" "$work/arm64.txt" <<'PYTHON'
import sys

here, there = ([line.split() for line in open(name)] for name in sys.argv[1:])
assert len(here) == len(there) > 50_000, (len(here), len(there))
worst = 0.0
for a, b in zip(here, there):
    assert a[:2] == b[:2]
    x, y = float(a[2]), float(b[2])
    # Products in whole numbers have the same bits everywhere.
    assert a == b or a[0] != "int8", (a, b)
    assert abs(x - y) <= 1e-5 * max(1, abs(x)), (a, b)
    worst = max(worst, abs(x - y) / max(1, abs(x)))
print(f"arm64: {len(here)} numbers of every operation, largest difference {worst:.1e}")
PYTHON
