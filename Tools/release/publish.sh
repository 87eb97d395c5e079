#!/usr/bin/env bash
# Publishes the archives of a directory as a release on GitHub, with what CHANGELOG.md says of the version.
#
#   Tools/release/publish.sh DIRECTORY
#
# TAG: the tag, vX.Y.Z. GH: the client (gh), which reads GH_TOKEN and GH_REPO.
set -euo pipefail
directory=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
Tools/release/notes.sh "${TAG#v}" >"$notes"

# Every digest once more, and all in one file.
cd "$directory"
sha256sum --check --quiet ./*.sha256
sha256sum -- *.tar.gz *.whl >SHA256SUMS
"${GH:-gh}" release create "$TAG" ./* --verify-tag --title "$TAG" --notes-file "$notes"
