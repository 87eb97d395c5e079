#!/usr/bin/env bash
# Makes a man page for the command and each subcommand that has a page in docs/commands.
#
#   Tools/release/manual.sh GENERATOR COMMAND DIRECTORY
#
# GENERATOR: generate-manual of swift-argument-parser. It calls pages pruning-pack.verify; here they are pruning-pack-verify, which
# `man pruning-pack verify` finds, and pages of commands that the help does not list are left out.
set -euo pipefail
generator=$1 command=$2 directory=$3
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$generator" "$command" --multi-page --date "$("$root/Tools/release/date.sh")" --output-directory "$work"
rm -rf "$directory"
mkdir -p "$directory"
edits=(-e 's/^\(\.Dt PRUNING-PACK\)\./\1-/' -e 's/^\(\.Xr pruning-pack\)\./\1-/')
for page in "$work"/pruning-pack.*.1; do
  name=${page##*/pruning-pack.}
  name=${name%.1}
  if [ ! -e "$root/docs/commands/$name.md" ]; then
    edits+=(-e "/^\\.Xr pruning-pack[.-]$name 1/d")
    rm "$page"
  fi
done
for page in "$work"/pruning-pack*.1; do
  name=${page##*/}
  sed "${edits[@]}" "$page" >"$directory/${name/pruning-pack./pruning-pack-}"
done
# The main page keeps its name.
mv "$directory/pruning-pack-1" "$directory/pruning-pack.1"
