#!/usr/bin/env bash
# The provider lives with a careless host: `idp-host hostile` against the simulator.
# Usage: hostile.sh WECOM_SIMULATOR IDP_HOST PLUGIN
set -euo pipefail

folder=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
fail() { echo "hostile.sh: $*" >&2; exit 1; }

mkfifo "$folder/line"
"$1" --listen 127.0.0.1:0 --tls-dir "$folder" >"$folder/line" 2>"$folder/log" &
children+=($!)
read -r -t 20 ready <"$folder/line" || { cat "$folder/log" >&2; fail "the simulator does not start"; }
origin=https://127.0.0.1:$(sed -E 's/.*"listen": *"[^"]*:([0-9]+)".*/\1/' <<<"$ready")
configure() { # secret
    cat >"$folder/wecom.json" <<END
{"id": "wecom", "provider": "org.idpplugin.wecom", "name": "企业微信", "config": {
    "corpid": "ww3f6c1e8a2b9d4075", "corpsecret": "$1", "agentid": 1000002, "mode": "in_app",
    "network": {"api_base": "$origin", "in_app_base": "$origin", "ca_file": "$folder/ca.pem", "allow_private": true}}}
END
}
hostile() {
    "$host" hostile --plugin "$plugin" --config "$folder/wecom.json" --browser-ca "$folder/ca.pem" \
        --user-agent "Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.6" --member ZhangSan --stranger oKz7q1PsVtN3mYw8RbXc5LdEf2Gh
}
host=$2 plugin=$3

configure iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW
hostile >"$folder/said" || { cat "$folder/said" >&2; fail "the provider did not live with it"; }
[ "$(grep -c '^passed ' "$folder/said")" = 9 ] || { cat "$folder/said" >&2; fail "a habit is missing"; }

# It notices when nobody can be logged in.
configure wrong0wrong0wrong0wrong0wrong0wrong0wrong00
if hostile >"$folder/said"; then fail "a host that logs nobody in reports success"; fi
grep -q '^FAILED  eight-threads' "$folder/said" || fail "the failure has no name"
if grep -q wrong0wrong0 "$folder/said"; then fail "the secret was printed"; fi
cat "$folder/said"
