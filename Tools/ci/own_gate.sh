#!/usr/bin/env bash
# Makes ready what this repository's own action checks: the trained example as a package, .cache/own-gate/tiny-pruner, and the command
# that was built here where the action looks before it installs one from PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."
command=${PRUNING_PACK:-.build/release/pruning-pack}
place=.cache/own-gate
cache=${RUNNER_TEMP:-.cache}/pruning-pack
version=$("$command" --version)
kept=$cache/pruning-pack-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)/bin

mkdir -p "$place" "$kept"
cp "$command" "$kept/pruning-pack"
"$command" save --ranking-model examples/tiny-pruner/ranking_model --pruning-head examples/tiny-pruner/pruning_head.safetensors \
  --reference examples/tiny-pruner/reference_outputs.json --license apache-2.0 --language en --output "$place/tiny-pruner" --force
echo "$cache"
