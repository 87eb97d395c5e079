#!/bin/sh
# Prints what CHANGELOG.md says of a version: Tools/release/notes.sh X.Y.Z
set -eu
cd "$(dirname "$0")/../.."
awk -v version="$1" '/^## / { on = ($2 == version); next } on' CHANGELOG.md
