#!/usr/bin/env bash
# A provider library as the loader sees it: one symbol, hardened, never unmapped, needing only what every host has.
# Usage: elf.sh LIBRARY [GLIBC]; with a version it needs no newer C library, and brings its C++ runtime, OpenSSL and c-ares along.
set -euo pipefail
library=$1
fail() { echo "$library: $*" >&2; exit 1; }

symbols=$(nm -D --defined-only --format=posix "$library" | cut -d' ' -f1,2)
[ "$symbols" = "idp_plugin_entry_v1 T" ] || fail "exports something else than the entry: $(head -5 <<<"$symbols")"

dynamic=$(readelf -dW "$library")
grep -q '(FLAGS) .*BIND_NOW' <<<"$dynamic" || fail "no BIND_NOW"
grep -q '(FLAGS_1) .*NOW NODELETE' <<<"$dynamic" || fail "no NODELETE: it could be unmapped"
if grep -E 'TEXTREL|STATIC_TLS|RPATH|RUNPATH' <<<"$dynamic"; then fail "has a flag that it must not have"; fi

segments=$(readelf -lW "$library")
grep -q GNU_RELRO <<<"$segments" || fail "no RELRO"
grep -q 'GNU_STACK .* RW  ' <<<"$segments" || fail "its stack is executable"

allowed='libc\.so\.6|libm\.so\.6|libstdc\+\+\.so\.6|libgcc_s\.so\.1|libssl\.so\.3|libcrypto\.so\.3|libcares\.so\.2|ld-linux-x86-64\.so\.2'
if [ -n "${2-}" ]; then
    allowed='libc\.so\.6|libpthread\.so\.0|libdl\.so\.2|libgcc_s\.so\.1|ld-linux-x86-64\.so\.2'
    versions=$(objdump -T "$library" | grep -oE '(GLIBC|GLIBCXX|CXXABI)_[0-9.]+' | sort -Vu)
    if grep CXX <<<"$versions"; then fail "needs a C++ runtime"; fi
    newest=$(printf '%s\n' "$versions" "GLIBC_$2" | sort -V | tail -1)
    [ "$newest" = "GLIBC_$2" ] || fail "needs $newest"
fi
others=$(sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p' <<<"$dynamic" | grep -vxE "$allowed" || true)
[ -z "$others" ] || fail "needs libraries that are not everywhere: $others"
