#!/usr/bin/env bash
# The browser of a person whom the simulated WeCom takes for ZhangSan: goes where it is sent, and prints the query with which
# it comes back to the host. with_simulator.sh sets WECOM_CA.
# Usage: walk.sh LOCATION REDIRECT_URI
set -euo pipefail

at=$1 agent="Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.6"
for _ in {1..10}; do
    [[ $at != "$2?"* ]] || { echo "${at#*\?}"; exit; }
    at=$(curl -sS --cacert "$WECOM_CA" --user-agent "$agent" --header "X-Simulate-Member: ZhangSan" \
        -o /dev/null -w '%{redirect_url}' "$at")
done
echo "walk.sh: did not come back" >&2
exit 1
