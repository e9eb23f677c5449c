#!/usr/bin/env bash
# Runs independent_client.py against the simulator on port 443 under WeCom's real host names, inside a network of its
# own: nothing outside is touched or reached. Usage: independent_client.sh WECOM_SIMULATOR
set -euo pipefail

# Root needs no user namespace, and has none to get inside a chroot.
if [[ ${1-} != --inside ]]; then
    namespaces=(--net)
    [ "$(id -u)" = 0 ] || namespaces+=(--user --map-root-user)
    exec unshare "${namespaces[@]}" -- "$0" --inside "$(realpath "$1")"
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ip link set lo up
echo "127.0.0.1 qyapi.weixin.qq.com open.weixin.qq.com login.work.weixin.qq.com open.work.weixin.qq.com" > "$folder/hosts"

coproc SIMULATOR { exec "$2" --listen 127.0.0.1:443 --tls-dir "$folder/tls"; }
pid=$SIMULATOR_PID
trap 'kill "$pid" 2> /dev/null || true; rm -rf "$folder"' EXIT
read -r ready <&"${SIMULATOR[0]}"
echo "$ready"
# nss_wrapper is /etc/hosts for one process, where nothing can be mounted.
LD_PRELOAD=libnss_wrapper.so NSS_WRAPPER_HOSTS=$folder/hosts python3 "$(dirname "$0")/independent_client.py" "$folder/tls/ca.pem"
kill -TERM "$pid"
wait "$pid"
