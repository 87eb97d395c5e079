#!/usr/bin/env bash
# Downloads the source package of the C library that is linked into the command: Tools/release/c_library_source.sh DIRECTORY
#
# For Debian and its like, as root: it lets apt read the lists of sources, too.
set -euo pipefail
directory=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
lists=/etc/apt/sources.list.d/debian.sources
[ ! -e "$lists" ] || sed -i 's/^Types: deb$/Types: deb deb-src/' "$lists"
.ci/install-packages dpkg-dev
cd "$directory"
apt-get source --download-only glibc
