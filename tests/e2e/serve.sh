#!/usr/bin/env bash
# The first administrator binds a WeCom account at `idp-host serve`, by curl with a cookie jar, and signs in with it: inside
# WeCom, and in a desktop browser.
# Usage: serve.sh WECOM_SIMULATOR IDP_HOST PLUGIN_DIRECTORY
set -euo pipefail

folder=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
fail() { echo "serve.sh: $*" >&2; exit 1; }
value_of() { sed -E "s/.*\"$1\": *\"([^\"]*)\".*/\1/" <<<"$2"; }

start() { # program and arguments: runs it and leaves its first line in $ready
    mkfifo "$folder/line"
    "$@" >"$folder/line" 2>>"$folder/log" &
    children+=($!)
    read -r -t 20 ready <"$folder/line" || { cat "$folder/log" >&2; fail "$1 does not start"; }
    rm "$folder/line"
}

start "$1" --listen 127.0.0.1:0 --tls-dir "$folder"
wecom=$ready
origin=https://127.0.0.1:$(value_of listen "$wecom" | cut -d: -f2)
cat >"$folder/wecom.json" <<END
{"id": "wecom", "provider": "org.idpplugin.wecom", "name": "企业微信", "config": {
    "corpid": "ww3f6c1e8a2b9d4075", "corpsecret": "iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW", "agentid": 1000002,
    "domain_verification": {"name": "WW_verify_7rG3kjVbXHngiald.txt", "content": "7rG3kjVbXHngiald"},
    "network": {"api_base": "$origin", "in_app_base": "$origin", "qr_base": "$origin",
                "ca_file": "$folder/ca.pem", "allow_private": true}}}
END
start "$2" serve --plugin-dir "$3" --listen 127.0.0.1:0 --data "$folder/host.db" --config "$folder/wecom.json"
host=http://$(value_of listen "$ready")
curl -fsS -d '{"corpid":"ww3f6c1e8a2b9d4075","agentid":1000002,"trusted_domains":["'"${host#http://}"'"]}' \
    "http://$(value_of control "$wecom")/apps" >/dev/null

in_wecom="Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.6"
desktop="Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"

browse() { # what a browser of this kind sees at the end of its way
    local agent=$1
    shift
    curl -sS --cacert "$folder/ca.pem" --cookie "$folder/jar" --cookie-jar "$folder/jar" --user-agent "$agent" \
        --header "X-Simulate-Member: ZhangSan" --header "Accept-Language: zh-CN" --location "$@"
}

submit() { # page with the form, action, further arguments of curl: fills in the form and sends it
    local page=$1 action=$2 csrf
    shift 2
    browse "$desktop" "$host$page" >"$folder/form.html"
    csrf=$(grep -oE 'name="csrf" value="[^"]*"' "$folder/form.html" | head -1 | cut -d'"' -f4)
    browse "$desktop" "$host$action" --header "Origin: $host" --data-urlencode "csrf=$csrf" "$@" \
        -o "$folder/end.html" -w '%{url_effective}'
}

# The first administrator signs in with the password that the log shows once, changes it, and binds a WeCom account.
password=$(sed -nE 's/^First start: .* (\S+)$/\1/p' "$folder/log")
[ -n "$password" ] || fail "no password for the first administrator"
browse "$desktop" "$host/login" >"$folder/form.html"
tenant=$(grep -oE 'name="tenant" value="[^"]*"' "$folder/form.html" | cut -d'"' -f4)
end=$(submit /login /login -d "tenant=$tenant" -d name=admin -d "password=$password")
[ "$end" = "$host/me/password" ] || fail "the one-time password need not be changed: $end"
end=$(submit /me/password /me/password -d "password=$password" --data-urlencode "new_password=correct horse" \
    --data-urlencode "repeated_password=correct horse")
[ "$end" = "$host/me" ] || fail "the password was not changed: $end"
end=$(submit /me/accounts /me/accounts/bind -d provider=wecom)
[ "$end" = "$host/me/accounts" ] || fail "the account was not bound: $end"

sign_in() { # browser, path of WeCom's page
    rm -f "$folder/jar"
    local button
    button=$(browse "$1" "$host/login" | grep -oE '/api/v1/idp/org_idpplugin_wecom/wecom/login[^"]*' | head -1)
    [ -n "$button" ] || fail "no button for $1"
    browse "$1" "$host$button" >"$folder/end.html" -w '%{url_effective}\n' -D "$folder/headers"
    grep -qiE "^location: $origin$2\?" "$folder/headers" || fail "$1 was not sent to $2"
    grep -q "^$host/me$" "$folder/end.html" || fail "$1 did not arrive"
    grep -q "wecom:ww3f6c1e8a2b9d4075" "$folder/end.html" && grep -q "zhangsan" "$folder/end.html" || fail "nobody is signed in"
}

sign_in "$in_wecom" /connect/oauth2/authorize
sign_in "$desktop" /wwlogin/sso/login
[ "$(curl -sS "$host/WW_verify_7rG3kjVbXHngiald.txt")" = 7rG3kjVbXHngiald ] || fail "the ownership file is not served"
! grep -E "code=|state=|iIWMxAkhmHF10d4H|correct horse" "$folder/log" || fail "a secret is in the log"
kill -TERM "${children[1]}"
wait "${children[1]}" || fail "idp-host did not end well"
echo "bound, and signed in inside WeCom and in a desktop browser"
