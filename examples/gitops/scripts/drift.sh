#!/usr/bin/env bash
# drift.sh STACK FOLDER [OPTION...]: compares a stack with the live configs; leaves report.md, report.json and outcome
# ("clean" or "drift") in FOLDER. Options go to `pulumi-carecycle drift`, such as --shard 2/4. If LAST names the report.json
# of the last check, drift that it showed keeps the day on which it was first seen.
set -euo pipefail
stack=$1
folder=$2
shift 2

mkdir -p "$folder"
rm -f "$folder/report.md" "$folder/report.json" "$folder/outcome"
last=${LAST:-}
if [ -s "$last" ]; then set -- --since "$last" "$@"; fi
code=0
npx --no pulumi-carecycle drift --stack "$stack" \
  --output "$folder/report.md" --output "$folder/report.json" "$@" || code=$?
# A check that compared nothing must not cost the next one its dates.
if [ ! -f "$folder/report.json" ] && [ -s "$last" ]; then cp "$last" "$folder/report.json"; fi

# Drift (2) is no failure: the issue is its signal, and a schedule that is red for days hides the day on which it
# broke. An error (1) is one. If it left a report all the same, single configs could not be read: the issue shows
# them beside what drifted. If not, nothing was compared, so nothing may be said.
case $code in
  0) echo clean >"$folder/outcome" ;;
  2) echo drift >"$folder/outcome" ;;
  *)
    if [ -f "$folder/report.md" ]; then echo drift >"$folder/outcome"; fi
    exit "$code"
    ;;
esac
