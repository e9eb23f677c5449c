#!/usr/bin/env bash
# The program as a client sees it: the ready line, TLS, faults on the wire, the end. Usage: program.sh WECOM_SIMULATOR
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
coproc SIMULATOR { exec "$1" --listen 127.0.0.1:0 --listen-http 127.0.0.1:0 --tls-dir "$folder/tls"; }
pid=$SIMULATOR_PID
trap 'kill "$pid" 2> /dev/null || true; rm -rf "$folder"' EXIT
read -r ready <&"${SIMULATOR[0]}"

field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
api=https://$(field listen <<< "$ready")
plain=http://$(field listen_http <<< "$ready")
control=http://$(field control <<< "$ready")
ca=$(field ca <<< "$ready")

fail() { echo "FAILED: $*" >&2; exit 1; }
expect() { [[ $2 == $3 ]] || fail "$1: wanted $3, got $2"; }
fetch() { curl --silent --cacert "$ca" --max-time 10 "$@"; }
# What curl's exit status is when this fault befalls the next call.
status_under() {
    curl --silent --fail --output /dev/null --data "$1" "$control/faults"
    local status=0
    fetch --output /dev/null "${@:2}" "$api/cgi-bin/gettoken" || status=$?
    curl --silent --fail --output /dev/null --request DELETE "$control/faults"
    echo "$status"
}

expect "the certificate file" "$ca" "$folder/tls/ca.pem"
expect "gettoken without parameters" "$(fetch "$api/cgi-bin/gettoken")" '{"errcode":41004,*'
expect "another authority" "$(curl --silent "$api/" || echo $?)" 60
expect "a target with a bad escape" "$(fetch --write-out '%{http_code}' "$api/?a=%zz")" 400
expect "plain http" "$(curl --silent --output /dev/null --write-out '%{redirect_url}' "$plain/a?b")" "$api/a?b"

curl --silent --output /dev/null --request DELETE "$control/connections"
fetch --output /dev/null "$api/a" --next --silent --cacert "$ca" --output /dev/null "$api/b"
expect "connections for two calls" "$(curl --silent "$control/connections" | field accepted)" 1

# Of a good answer Debian 12's curl 7 misses the rest of the body, which is 18, and Debian 13's curl 8 the farewell of TLS, which is 56
# as for a reset.
expect "a truncated body" "$(status_under '{"path":"*","kind":"truncate"}' --write-out '%{http_code} ')" \
    "200 $(case $(curl --version) in "curl 7"*) echo 18 ;; *) echo 56 ;; esac)"
expect "a reset" "$(status_under '{"path":"*","kind":"reset"}')" 56
expect "a hang" "$(status_under '{"path":"*","kind":"hang"}' --max-time 0.3)" 28
expect "a late answer" "$(status_under '{"path":"*","kind":"delay","milliseconds":60000}' --max-time 0.3)" 28
expect "a short delay" "$(status_under '{"path":"*","kind":"delay","milliseconds":1}')" 0
expect "a bad gateway" "$(status_under '{"path":"*","kind":"http_status","status":502}' --fail)" 22

expect "TLS 1.1" "$(fetch --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 "$api/" || echo $?)" 35
expect "TLS 1.2" "$(fetch --tls-max 1.2 "$api/cgi-bin/gettoken")" '{"errcode":41004,*'

# Somebody is still connected, and has not even begun to speak.
exec 9<> "/dev/tcp/127.0.0.1/${api##*:}"
kill -TERM "$pid"
wait "$pid" || fail "SIGTERM: ended with status $?"
"$1" --listen 127.0.0.1:0 --tls-dir "$folder/tls" --fixtures /dev/null 2> "$folder/errors" && fail "bad fixtures taken"
expect "bad fixtures" "$(cat "$folder/errors")" "wecom-simulator: /dev/null: /: is not JSON: *"
status=0
"$1" --listen nowhere 2> "$folder/errors" || status=$?
expect "bad options" "$status" 2
echo passed
