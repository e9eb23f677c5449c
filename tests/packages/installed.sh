#!/usr/bin/env bash
# What `cmake --install` leaves can be moved, is trusted by hosts, and is enough to build a provider and a host.
# Usage: installed.sh BUILD_DIRECTORY
set -euo pipefail
tests=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "installed.sh: $*" >&2; exit 1; }

# Into a staging folder, by somebody whose files his group may write; then moved.
(umask 002 && DESTDIR=$scratch/stage cmake --install "$1" --prefix /opt/idp >"$scratch/log")
mv "$scratch/stage/opt/idp" "$scratch/moved"
rmdir "$scratch/stage/opt" || fail "something was installed outside of the prefix"
loose=$(find "$scratch/moved" -perm /022)
[ -z "$loose" ] || fail "others may write: $loose"
libraries=$(dirname "$(find "$scratch/moved" -name idp-plugins)")
strayed=$(grep -rlF -e "$scratch" -e "$1" -e "${tests%/tests/packages}" "$libraries"/{cmake,pkgconfig} || true)
[ -z "$strayed" ] || fail "names folders of the build: $strayed"

mkdir "$scratch/build"
export CMAKE_PREFIX_PATH=$scratch/moved PKG_CONFIG_PATH=$libraries/pkgconfig
export PATH=$scratch/moved/bin:$PATH
"$tests/consumer/check.sh" "$scratch/build"

# The recipe is beside the plugin, and the manifest is that of the installed file.
"$tests/../validator/one_authority.sh" idp-validate run "$libraries/idp-plugins/idp_wecom.so" --only '^(login|manifest-matches)$'
