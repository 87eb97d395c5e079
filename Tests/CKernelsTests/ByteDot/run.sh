#!/usr/bin/env bash
# Tests the products of int8 of AVX-VNNI and AVX-512 VNNI without these: their instruction is written out.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../../Sources/CPackKernels
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for shape in "-DVECTOR=8 -DROWS=6" "-DVECTOR=16 -DROWS=14"; do
  # Vectors of any width, of whatever the compiler makes them here.
  clang -std=gnu11 -O1 -Wall -Wextra -Werror -Wno-psabi $shape -I"$kernels" -I"$kernels/include" "$here/byte_dot.c" \
    "$kernels"/*.c -pthread -lm -o "$work/byte_dot"
  "$work/byte_dot"
done
