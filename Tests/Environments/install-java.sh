#!/bin/sh
# Installs Debian's Java where there is none, as .ci/install-packages does.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command -v java >/dev/null || "$here/../../.ci/install-packages" default-jre-headless
