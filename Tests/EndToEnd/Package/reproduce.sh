#!/usr/bin/env bash
# Makes the wheel of HEAD in two new clones whose folders have different names, and compares the bytes.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for name in one another-folder; do
  git clone --quiet "$repository" "$place/$name"
  make -C "$place/$name" wheel
done
cd "$place"
if ! cmp one/dist/*.whl another-folder/dist/*.whl; then
  for name in one another-folder; do unzip -q "$name"/dist/*.whl -d "$name/files"; done
  diff -rq one/files another-folder/files
fi
echo "two clean builds gave the same bytes: $(basename one/dist/*.whl)"
