#!/bin/sh
# Installs Debian's Java where there is none.
set -eu
if command -v java >/dev/null; then
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "please install a Java, 17 or newer" >&2
  exit 1
fi
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "installing default-jre-headless"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq default-jre-headless >/dev/null
