#!/usr/bin/env bash
# Refuses a release whose tag, version and CHANGELOG.md do not say the same. TAG: the tag, vX.Y.Z.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=${TAG#v}
if ! grep -qxF "let toolVersion = \"$version\"" Sources/pruning-pack/Support/Version.swift; then
  echo "the tag is $TAG, and Sources/pruning-pack/Support/Version.swift has another version" >&2
  exit 1
fi
# A heading with a date: what is not released has none.
if ! grep -qE "^## ${version//./\\.} - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md; then
  echo "CHANGELOG.md has no heading \"## $version - YYYY-MM-DD\"" >&2
  exit 1
fi
notes=$(Tools/release/notes.sh "$version")
if ! grep -qxF '### Gate' <<<"$notes"; then
  echo "CHANGELOG.md says nothing of the gate in $version: it needs a section Gate" >&2
  exit 1
fi
