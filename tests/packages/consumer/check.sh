#!/usr/bin/env bash
# Builds this project twice, with CMake and with pkg-config, from the idp_plugin that these two find, and logs in with both.
# Usage: check.sh EMPTY_DIRECTORY
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
cd "$1"
fail() { echo "consumer: $*" >&2; exit 1; }
wecom=$(pkg-config --variable=pluginsdir idp_plugin)/idp_wecom.so
wecom_config='{"corpid": "ww1a2b3c4d5e6f7a8b", "corpsecret": "a-secret-of-the-test", "agentid": 1000002}'

logs_in() { # host, provider: the provider of this project, then the installed one
    [ "$("$1" "$2" alice | tail -1)" = "doorman alice" ] || fail "$1 cannot log in with $2"
    "$1" "$wecom" "$wecom_config" | grep -q '^WeCom https://login.work.weixin.qq.com/' || fail "$1 cannot use $wecom"
}

echo "with CMake"
cmake -S "$source" -B cmake -G Ninja -DCMAKE_BUILD_TYPE=Release >log 2>&1 && cmake --build cmake >>log 2>&1 || { cat log; exit 1; }
cmake --install cmake --strip --prefix "$PWD/installed" >log
provider=$(find "$PWD/installed" -name idp_doorman.so)
grep -q "$(sha256sum "$provider" | cut -d' ' -f1)" "${provider%.so}.idp.json" || fail "the manifest is of another file"
logs_in cmake/host "$provider"

echo "with pkg-config"
read -ra flags < <(pkg-config --cflags --libs idp_plugin)
read -ra link_line < <(pkg-config --variable=provider_link_line idp_plugin)
g++ -std=c++20 -fPIC -shared "$source/doorman.cpp" -o idp_doorman.so "${flags[@]}" "${link_line[@]}"
g++ -std=c++20 "$source/host.cpp" -o host "${flags[@]}"
chmod go-w idp_doorman.so
logs_in ./host "$PWD/idp_doorman.so"
[ "$(nm -D --defined-only --format=posix idp_doorman.so | cut -d' ' -f1)" = idp_plugin_entry_v1 ] || fail "exports more than the entry"
