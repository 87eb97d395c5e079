#!/usr/bin/env bash
# Runs the kernels with each allocation failing, under AddressSanitizer, then under ThreadSanitizer.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../../Sources/CPackKernels
if [ "$(uname -s)" != Linux ]; then
  echo "kernels: allocations that fail are not tried, for lack of a linker that wraps them"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wraps=-Wl,--wrap=aligned_alloc,--wrap=calloc,--wrap=free,--wrap=pthread_create
for sanitizer in address thread; do
  clang -std=gnu11 -O1 -g -Wall -Wextra -Werror "-fsanitize=$sanitizer" -fno-sanitize-recover=all -fuse-ld=lld "$wraps" \
    -I"$kernels/include" "$here/memory.c" "$kernels"/*.c -pthread -lm -o "$work/memory"
  echo "$sanitizer: $("$work/memory")"
done
