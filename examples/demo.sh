#!/usr/bin/env bash
# The whole way of a package: save, verify, prune; then the same numbers in Python. `make demo` runs it.
#
# The command needs no Python. Only the end does: it makes the one environment that it runs in, with torch and transformers, where
# that is missing. NO_PYTHON=1 leaves it out.
set -euo pipefail
cd "$(dirname "$0")/.."
pack=${PRUNING_PACK:-.build/release/pruning-pack}
package=.cache/demo/tiny-pruner

step() { printf '\n\033[1m$ %s\033[0m\n' "$*"; "$@"; }

mkdir -p .cache/demo
step $pack save --ranking-model examples/tiny-pruner/ranking_model --pruning-head examples/tiny-pruner/pruning_head.safetensors \
  --reference examples/tiny-pruner/reference_outputs.json --license apache-2.0 --language en --output $package --force
step $pack verify $package --strict

printf '\nA text:\n\n'
cat examples/demo.txt
for question in "How far can the beam be seen?" "What is the tower made of?"; do
  step $pack prune $package --query "$question" --text examples/demo.txt
done

page=.cache/demo/pruned.html
printf '\nThe same as a page, with the probability of every sentence and token: %s\n' "$page"
$pack prune $package --query "How far can the beam be seen?" --text examples/demo.txt --format html >$page

if [ "${NO_PYTHON:-}" = 1 ]; then exit 0; fi
printf '\nThe same package in Python, with transformers and with sentence-transformers:\n'
.ci/install-needs --python
Tests/environments.sh tf5
step .cache/venv-tf5/bin/python examples/automodel.py $package
step .cache/venv-tf5/bin/python examples/cross_encoder.py $package
