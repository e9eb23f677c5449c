#!/usr/bin/env bash
# The .deb packages in a fresh Debian: they install, the host finds the plugin, and strangers build on them.
# Usage: installed_debs.sh BUILD_DIRECTORY DISTRIBUTION
set -euo pipefail
tests=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$tests/../../packages/make.sh" "$1" "$scratch/packages" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
cp -r "$tests/consumer" "$scratch"
cat >"$scratch/inside.sh" <<'END'
set -euo pipefail
apt-get -qy install --no-install-recommends ./packages/*.deb >log 2>&1 || { cat log >&2; exit 1; }
idp-host login --plugin /usr/lib/*/idp-plugins/idp_wecom.so --help 2>&1 | head -1
wecom-simulator --help >/dev/null
apt-get -qy install --no-install-recommends g++ cmake ninja-build pkg-config >log 2>&1 || { cat log >&2; exit 1; }
mkdir build
./consumer/check.sh "$PWD/build"
END
"$tests/chroot.sh" "$2" "$scratch" bash inside.sh
