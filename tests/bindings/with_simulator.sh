#!/usr/bin/env bash
# Runs a command beside a simulated WeCom, with what a host needs to know of it in variables:
#   IDP_PLUGIN       the provider library
#   WECOM_CONFIG     its configuration, JSON; WECOM_SECRET is the secret in it
#   WECOM_CONTROL    the simulator's control port
#   WECOM_WALK       walk.sh, the person's browser
# Usage: with_simulator.sh WECOM_SIMULATOR PLUGIN COMMAND [ARGUMENT...]
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "$simulator" 2>/dev/null || true; rm -rf "$folder"' EXIT
mkfifo "$folder/line"
"$1" --listen 127.0.0.1:0 --tls-dir "$folder" --control 127.0.0.1:0 >"$folder/line" 2>"$folder/log" &
simulator=$!
read -r -t 20 ready <"$folder/line" || { cat "$folder/log" >&2; exit 1; }
value_of() { sed -E "s/.*\"$1\": *\"([^\"]*)\".*/\1/" <<<"$ready"; }
origin=https://127.0.0.1:$(value_of listen | cut -d: -f2)

export IDP_PLUGIN=$2 WECOM_SECRET=iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW
export WECOM_CONTROL=http://$(value_of control) WECOM_CA=$folder/ca.pem WECOM_WALK=$(realpath "${BASH_SOURCE[0]%/*}/walk.sh")
export WECOM_CONFIG='{"corpid": "ww3f6c1e8a2b9d4075", "corpsecret": "'$WECOM_SECRET'", "agentid": 1000002, "network": {
    "api_base": "'$origin'", "in_app_base": "'$origin'", "qr_base": "'$origin'", "ca_file": "'$folder'/ca.pem",
    "allow_private": true}}'
shift 2
"$@"
