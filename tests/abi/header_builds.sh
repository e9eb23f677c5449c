#!/usr/bin/env bash
# The header is C99 to C17 and C++98 to C++20 for gcc and clang, may be included twice, and by two files of one program.
set -euo pipefail
include=$1
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"

printf '#include "idp_plugin.h"\n#include "idp_plugin.h"\nint second(void);\nint second(void) { return IDP_OK; }\n' >second.c
printf '#include "idp_plugin.h"\nint second(void);\nint main(void) { return second(); }\n' >first.c
cp first.c first.cpp && cp second.c second.cpp

flags=(-Wall -Wextra -Wpedantic -Wconversion -Wpadded -Werror "-I$include")
build() { # compiler, standard, extension, more flags
    echo "$1 -std=$2"
    "$1" "-std=$2" "${flags[@]}" "${@:4}" -o program "first.$3" "second.$3"
    ./program
}
for standard in c99 c11 c17; do
    build gcc $standard c -Wc++-compat
    build clang $standard c -Wc++-compat
done
for standard in c++98 c++11 c++14 c++17 c++20; do
    build g++ $standard cpp
    build clang++ $standard cpp
done
