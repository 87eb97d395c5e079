#!/bin/sh
# Builds the fuzzers with libFuzzer and AddressSanitizer: .build-fuzz/readers, .build-fuzz/packages.
#
#   Tests/Fuzzing/build.sh [readers] [packages]
#
# The package manager builds the libraries; it gives every executable a main function, and libFuzzer brings one, hence the
# linking by hand. FUZZ_SANITIZERS=fuzzer leaves AddressSanitizer out, for speed.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
sanitizers=${FUZZ_SANITIZERS:-fuzzer,address}
build=$root/.build-fuzz
cd "$root"
for fuzzer in ${*:-readers packages}; do
  case $fuzzer in
    readers) target=FuzzReaders ;;
    packages) target=FuzzPackages ;;
    *) echo "no fuzzer $fuzzer" >&2; exit 2 ;;
  esac
  swift build -c release --scratch-path "$build" --target "$target" \
    -Xswiftc "-sanitize=$sanitizers" -Xcc "-fsanitize=fuzzer-no-link${sanitizers#fuzzer}"
  products=$(swift build -c release --scratch-path "$build" --show-bin-path)
  # What the target is made of: the modules that it, and what it depends on, import.
  objects=$(python3 Tests/Fuzzing/objects.py "$target" "$products")
  # shellcheck disable=SC2086
  clang -g -c "Tests/Fuzzing/driver.c" -o "$build/driver.o"
  # shellcheck disable=SC2086
  swiftc "-sanitize=$sanitizers" -use-ld=lld $objects "$build/driver.o" -lz -lcrypto -o "$build/$fuzzer"
done
