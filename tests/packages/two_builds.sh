#!/usr/bin/env bash
# The plugin is the same bytes, whatever folder it is built in. Takes minutes. Usage: two_builds.sh SOURCE_DIRECTORY PLUGIN
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "two_builds.sh: $*" >&2; exit 1; }

git clone -q --no-local "$1" "$scratch/a-folder-with-another-name"
git -C "$1" diff --quiet HEAD || fail "there are changes that are not committed: it would compare two versions"
cmake --preset release -S "$scratch/a-folder-with-another-name" -B "$scratch/build" >"$scratch/log"
cmake --build "$scratch/build" --target idp_wecom >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
if ! cmp "$2" "$scratch/build/lib/idp_wecom.so"; then
    ! command -v diffoscope >/dev/null || diffoscope --max-report-size 20000 "$2" "$scratch/build/lib/idp_wecom.so"
    exit 1
fi
