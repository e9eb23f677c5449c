#!/usr/bin/env bash
# Makes the packages of a finished build, the same bytes each time. Usage: make.sh BUILD_DIRECTORY NEW_DIRECTORY
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1") output=$(realpath -m "$2")
umask 022
mkdir "$output"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The time of the last commit; sources without their history get a fixed one.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$folder" log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8

# CPack asks the file system for the order and the size of the files: what it has made is made again without.
remake_debian_package() {
    local tree=$scratch/tree kib
    dpkg-deb --raw-extract "$1" "$tree"
    kib=$(find "$tree" -path "$tree/DEBIAN" -prune -o -type f -printf '%s\n' | awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }')
    sed -i "s/^Installed-Size: .*/Installed-Size: $kib/" "$tree/DEBIAN/control"
    sort -k 2 -o "$tree/DEBIAN/md5sums" "$tree/DEBIAN/md5sums"
    dpkg-deb --root-owner-group -Zgzip --build "$tree" "$output/$(basename "$1")"
    rm -r "$tree"
}

archive() {
    local name=$1
    cmake --install "$build" --strip --prefix "$scratch/$name"
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=gnu \
        -C "$scratch" -c "$name" | gzip -9n >"$output/$name.tar.gz"
}

cpack --config "$build/CPackConfig.cmake" -B "$scratch"
for package in "$scratch"/*.deb; do remake_debian_package "$package"; done
version=$(dpkg-deb --field "$(echo "$scratch"/idp-plugin-wecom_*.deb)" Version)
archive "wecom-login-$version-linux-$(uname -m)"
"$folder/sbom.py" "$build" "$output" >"$scratch/sbom.json"
mv "$scratch/sbom.json" "$output/wecom-login-$version.spdx.json"
