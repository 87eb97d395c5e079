#!/bin/sh
# Prints the day of the last commit, or of SOURCE_DATE_EPOCH, so that a release has the same man pages whenever it is built.
set -eu
cd "$(dirname "$0")/../.."
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s)
fi
# GNU's date, else that of BSD and macOS.
date -u -d "@$SOURCE_DATE_EPOCH" +%F 2>/dev/null || date -u -r "$SOURCE_DATE_EPOCH" +%F
