#!/bin/sh
# Builds the readers of Checkpoints with libFuzzer and AddressSanitizer, and runs them on mutated files.
#
#   Tests/CheckpointFuzzer/fuzz.sh [SECONDS]
#
# The package manager gives every executable a main of its own, and libFuzzer brings one: hence the compiler by hand.
# What has been found stays in .cache/fuzz; a crash is written there too and ends the run with an error.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=${1:-600}
build=$root/.build-fuzz
cache=$root/.cache/fuzz
mkdir -p "$build/CPackFiles" "$cache/corpus" "$cache/seeds"

# The sources as one module each, as in Package.swift.
flags="-O -g -swift-version 6 -parse-as-library -package-name pruning_pack -sanitize=fuzzer,address
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility
  -enable-upcoming-feature InternalImportsByDefault"
includes="-I $build -I $root/Sources/CPackZlib -I $build/CPackFiles"
echo "module CPackFiles { header \"$root/Sources/CPackFiles/include/CPackFiles.h\" export * }" >"$build/CPackFiles/module.modulemap"
cc -O1 -g -c "$root/Sources/CPackFiles/files.c" -I "$root/Sources/CPackFiles/include" -o "$build/CPackFiles.o"
objects=$build/CPackFiles.o
for module in Files JSON Checkpoints; do
  sources=$(find "$root/Sources/$module" -name '*.swift')
  # shellcheck disable=SC2086
  swiftc $flags $includes -whole-module-optimization -module-name "$module" \
    -emit-module -emit-module-path "$build/$module.swiftmodule" -c -o "$build/$module.o" $sources
  objects="$objects $build/$module.o"
done
# shellcheck disable=SC2086
swiftc $flags $includes -use-ld=lld -module-name CheckpointFuzzer "$here/Fuzzer.swift" $objects -lz -o "$build/fuzzer"

# Seeds: hostile files that are small, and what torch writes.
rm -rf "$cache/seeds"
(cd "$root/Tests/Python" && "$root/.cache/venv-tf5/bin/python" -m hostile "$cache/seeds" "$cache/canary")
"$root/.cache/venv-tf5/bin/python" "$here/seeds.py" "$cache/seeds"
find "$cache/seeds" -type f -size +16k -delete

cd "$cache"
"$build/fuzzer" corpus seeds -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
  -artifact_prefix="$cache/" -print_final_stats=1 -close_fd_mask=1
test ! -e canary
