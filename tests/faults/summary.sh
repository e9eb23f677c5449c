#!/usr/bin/env bash
# How many rows of the fault matrix hold in this build. A row counts if test cases of its number exist, and all of them ran and
# passed since their program and the plugin were built. Fails if a row fails, or has neither a result nor an excuse.
# Usage: summary.sh RESULTS_DIRECTORY PLUGIN TEST_PROGRAM...
set -euo pipefail
results=$1 plugin=$2
shift 2
rows=$(dirname "$0")/rows.txt
mkdir -p "$results"

# "F16: name" of each test case, from Catch2 2 or 3.
rows_of() {
    local names
    names=$("$1" --list-test-names-only 2>/dev/null) || true # Catch2 2 exits with their number
    [ -n "$names" ] || names=$("$1" --list-tests --verbosity quiet)
    sed -nE 's/^ *(F[0-9]{2,3}: .*)$/\1/p' <<<"$names"
}

declare -A shown bad
for program; do
    while read -r name; do
        [ -n "$name" ] || continue
        row=${name%%:*} file="$results/${program##*/}/${name//\//_}"
        shown[$row]=1
        if [ ! -e "$file" ]; then
            bad[$row]="not run: ${program##*/} \"$name\""
        elif [ "$file" -ot "$program" ] || [ "$file" -ot "$plugin" ]; then
            bad[$row]="not run since it was built: ${program##*/} \"$name\""
        elif [ "$(<"$file")" != passed ]; then
            bad[$row]="failed: ${program##*/} \"$name\""
        fi
    done < <(rows_of "$program")
done

passed=0 all=0 rest="" status=0
while IFS='|' read -r row excuse; do
    number=${row%% *} all=$((all + 1))
    if [ -n "${bad[$number]-}" ]; then
        rest+="  ${row% }: ${bad[$number]}"$'\n' status=1
    elif [ -n "${shown[$number]-}" ]; then
        passed=$((passed + 1))
    else
        rest+="  ${row% }:${excuse:- no test of this number}"$'\n'
        [ -n "$excuse" ] || status=1
    fi
done < <(grep '^F' "$rows")

{
    echo "fault rows: $passed of $all"
    printf '%s' "$rest"
} | tee "$results/summary.txt"
exit $status
