#!/usr/bin/env bash
# A clean clone in a fresh Debian of another release passes all tests. Takes the time of ./dev test, and more.
# Usage: whole_project.sh SOURCE_DIRECTORY DISTRIBUTION
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git clone -q --no-local "$1" "$scratch/project"
"$(dirname "$0")/chroot.sh" "$2" "$scratch/project" ./dev test
