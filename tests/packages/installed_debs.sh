#!/usr/bin/env bash
# The .deb packages in a fresh Debian: people sign in at the installed host, and strangers build on what is installed.
# Usage: installed_debs.sh BUILD_DIRECTORY DISTRIBUTION
set -euo pipefail
tests=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$tests/../../packages/make.sh" "$1" "$scratch/packages" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
cp -r "$tests/consumer" "$tests/../e2e/serve.sh" "$scratch"
cat >"$scratch/inside.sh" <<'END'
set -euo pipefail
install() { apt-get -qy install --no-install-recommends "$@" >log 2>&1 || { cat log >&2; exit 1; }; }
install ./packages/*.deb curl
./serve.sh /usr/bin/wecom-simulator /usr/bin/idp-host /usr/lib/*/idp-plugins
install g++ cmake ninja-build pkg-config
mkdir build
./consumer/check.sh "$PWD/build"
END
"$tests/chroot.sh" "$2" "$scratch" bash inside.sh
