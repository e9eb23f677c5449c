#!/usr/bin/env bash
# The small host of a language tells what those of the others tell: who came, and how a wrong secret is refused.
# Usage: same_story.sh HOST [ARGUMENT...], beside with_simulator.sh
set -euo pipefail

expected='wecom:ww3f6c1e8a2b9d4075 zhangsan
-6 credential: Sign-in with WeCom is not set up correctly. Please contact your administrator. (WeCom 40001)'
told=$("$@")
[ "$told" = "$expected" ] || { printf 'expected:\n%s\ntold:\n%s\n' "$expected" "$told" >&2; exit 1; }
