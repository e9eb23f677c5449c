#!/usr/bin/env bash
# Unpacks the C library of Debian 11, glibc 2.31, to link against and to run programs with. The packages are known by their hashes.
# Usage: sysroot.sh DIRECTORY
set -euo pipefail
directory=$1
# Where Debian has its releases, and where it moves the old ones.
mirrors=(http://deb.debian.org/debian http://archive.debian.org/debian)

unpacked=$directory.new
rm -rf "$unpacked"
mkdir -p "$unpacked"
trap 'rm -rf "$unpacked"' EXIT

while read -r package hash; do
    said=""
    for mirror in "${mirrors[@]}"; do
        # apt's own downloader: it knows this machine's proxy, and compares the hash.
        said+=$(/usr/lib/apt/apt-helper download-file "$mirror/pool/main/$package" "$unpacked/package" "SHA256:$hash" 2>&1) && break
    done || { printf '%s\n' "$said" >&2; exit 1; }
    dpkg-deb --extract "$unpacked/package" "$unpacked"
    rm "$unpacked/package"
done <<'END'
g/glibc/libc6_2.31-13+deb11u11_amd64.deb 05f7264da867b37f4c5ce49266b558ea1e81e05a9464f623152fca70f3550282
g/glibc/libc6-dev_2.31-13+deb11u11_amd64.deb e7f7b45d9c5cfcf37609f0b6efd3c645272c812144703af89dfd32218fcb0fd3
g/gcc-10/libgcc-s1_10.2.1-6_amd64.deb e478f2709d8474165bb664de42e16950c391f30eaa55bc9b3573281d83a29daf
END

# An absolute link would lead out of the directory, to this machine's own libraries.
find "$unpacked" -type l -lname '/*' | while read -r link; do
    ln -sfnr "$unpacked$(readlink "$link")" "$link"
done
touch "$unpacked/complete"
rm -rf "$directory"
mv "$unpacked" "$directory"
