#!/usr/bin/env bash
# Runs the kernels with each allocation failing: run.sh [address] [thread], by default both sanitizers.
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
# Swift's own toolchain has ThreadSanitizer ask for its libdispatch.
libraries=$(cd "$(dirname "$(command -v clang)")/.." && pwd)/lib/swift/linux
extra=()
for sanitizer in ${*:-address thread}; do
  if [ $sanitizer = thread ] && [ -e "$libraries/libdispatch.so" ]; then
    extra=("-L$libraries" -ldispatch -lBlocksRuntime "-Wl,-rpath,$libraries")
  fi
  clang -std=gnu11 -O1 -g -Wall -Wextra -Werror "-fsanitize=$sanitizer" -fno-sanitize-recover=all -fuse-ld=lld "$wraps" \
    -I"$kernels/include" "$here/memory.c" "$kernels"/*.c -pthread -lm ${extra[@]+"${extra[@]}"} -o "$work/memory"
  said=$("$work/memory")
  echo "$sanitizer: $said"
done
