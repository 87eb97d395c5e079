#!/usr/bin/env bash
# Builds someone else's package on this one's products, with the Swift of the documentation in it, and runs it: `make test-consumer`.
#
# It builds a copy in a folder that is called as nobody expects, since SwiftPM takes a package's name from it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
copy="$root/.build-consumer/any folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$copy"
cd "$root"
find "$copy" -mindepth 1 -maxdepth 1 ! -name .build-consumer -exec rm -rf {} +
git ls-files -co --exclude-standard -z -- Package.swift Snippets Sources templates Tests/Consumer Benchmarks/CPeak \
  Benchmarks/EncoderBenchmark | xargs -0 -r ls -d 2>/dev/null | tar -cf - -T - | tar -xf - -C "$copy"

# What the pages show is compiled with it.
"${PYTHON:-python3}" Tests/Consumer/documentation.py >"$copy/Tests/Consumer/Sources/Consumer/Documentation.swift"

# With the system's libraries, as somebody else has them.
unset PKG_CONFIG_PATH
cd "$copy/Tests/Consumer"
swift build --scratch-path "$root/.build-consumer/build"
built=$root/.build-consumer/build/debug
"$built/Consumer" "$root/examples/tiny-pruner/ranking_model" "$root/examples/tiny-pruner/pruning_head.safetensors" \
  "$work/package"
"$built/Reader" "$work/package"

# The snippets of the documentation, which are built with the tests.
cd "$root"
.build/release/PackVerifyPrune examples/tiny-pruner "$work/packed"
.build/release/ReadPackage "$work/packed" | grep '^config.json '
