#!/usr/bin/env bash
# A provider library keeps to its own Boost, OpenSSL and c-ares, whatever its host has loaded: a host logs in with it in which
# everything of theirs that the library has inside exists once more, in front, and ends the process when it is called.
# Usage: bindings.sh LIBRARY C_COMPILER HOST [ARGUMENT...]; the host finds the library in IDP_PROVIDER
set -euo pipefail
library=$1 compiler=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "$library: $*" >&2; exit 1; }

names=$(nm --defined-only --format=posix "$library" | cut -d' ' -f1 | grep -xE '(_ZNK?5boost|[A-Z][A-Z0-9]+_|ares_|ossl_)[A-Za-z0-9_]*' | sort -u)
[ "$(wc -l <<<"$names")" -gt 100 ] || fail "its symbol table is missing"
{ sed -E 's/.*/.globl &\n.type &,@function\n&:/' <<<"$names"; echo ud2; } >"$folder/decoy.s"
"$compiler" -shared -nostdlib -o "$folder/decoy.so" "$folder/decoy.s"

LD_PRELOAD=$folder/decoy.so LD_DEBUG=bindings LD_DEBUG_OUTPUT=$folder/bindings "$@" >"$folder/said" ||
    { cat "$folder/said" >&2; fail "it does not work in such a host"; }
partners=$(sed -nE "s|.*binding file $library \[0\] to ([^ ]+) .*|\1|p" "$folder"/bindings.* | sort -u)
[ -n "$partners" ] || fail "the host did not load it"
needed=$(readelf -dW "$library" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p')
# The linker puts copies of the shared C++ runtime's objects into programs.
if grep -q '^libstdc++' <<<"$needed"; then needed+=$'\n'${1##*/}; fi
strangers=$(grep -vxF "$library" <<<"$partners" | sed 's|.*/||' | grep -vxF "$needed" || true)
[ -z "$strangers" ] || fail "it is bound to libraries that it does not name: $strangers"
