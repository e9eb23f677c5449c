#!/usr/bin/env bash
# The packages of one build are the same bytes, wherever and by whomever they are made; and they have what a package needs.
# Usage: same_packages.sh BUILD_DIRECTORY
set -euo pipefail
make=$(cd "$(dirname "$0")/../../packages" && pwd)/make.sh
scratch=$(mktemp -d)
elsewhere=$(mktemp -d -p /dev/shm) # a file system with another order of files
trap 'rm -rf "$scratch" "$elsewhere"' EXIT
fail() { echo "same_packages.sh: $*" >&2; exit 1; }

"$make" "$1" "$scratch/first" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
(umask 077 && TZ=Asia/Shanghai LC_ALL=C TMPDIR=$elsewhere "$make" "$1" "$elsewhere/second" >"$scratch/log" 2>&1) ||
    { cat "$scratch/log"; exit 1; }
[ "$(ls "$scratch/first")" = "$(ls "$elsewhere/second")" ] || fail "there are other packages the second time"
for package in "$scratch"/first/*; do cmp "$package" "$elsewhere/second/$(basename "$package")"; done

cd "$scratch/first"
for package in *.deb; do
    files=$(dpkg-deb --contents "$package")
    ! grep -vE '^[d-]rwxr-xr-x root/root|^-rw-r--r-- root/root' <<<"$files" || fail "$package: not root's, or others may write"
    grep -q '/copyright$' <<<"$files" || fail "$package has no licence"
done
dpkg-deb --field idp-plugin-wecom_*.deb Depends | grep -qE 'libssl3(t64)? ' || fail "the plugin's package does not ask for OpenSSL"
dpkg-deb --fsys-tarfile idp-plugin-wecom_*.deb | tar -x -C "$scratch"
provider=$(find "$scratch/usr" -name idp_wecom.so)
grep -q "$(sha256sum "$provider" | cut -d' ' -f1)" "${provider%.so}.idp.json" || fail "the manifest is of another file"
linked() { grep -A2 '"SPDXRef-idp-plugin-wecom",$' ./*.spdx.json | grep -A1 "$1" | grep -q "SPDXRef-$2"; }
linked DYNAMIC_LINK libssl3 && linked STATIC_LINK libboost || fail "the bill of materials misses OpenSSL or Boost"
