#!/usr/bin/env bash
# idp-validate looks at every bad provider: exactly the tests fail that claim the rule which it breaks.
# Usage: corpus.sh IDP_VALIDATE DIRECTORY_OF_RECIPES DIRECTORY_OF_PROVIDERS LIST
set -euo pipefail
validate=$1 recipes=$2 providers=$3 list=$4

status=0
while read -r defect upon expected; do
    failed=$("$validate" run "$providers/bad_$defect.so" --recipe "$recipes/${upon/#good/idp_good}.idp-test.json" --rounds 20 --json |
        python3 -c 'import json, sys
print(" ".join(sorted(each["name"] for each in json.load(sys.stdin)["tests"] if each["outcome"] in ("fail", "crash", "timeout"))))') || true
    if [ "$failed" = "$expected" ]; then
        echo "$defect: $expected"
    else
        echo "$defect should fail $expected, and failed: ${failed:-nothing}"
        status=1
    fi
done <"$list"
exit $status
