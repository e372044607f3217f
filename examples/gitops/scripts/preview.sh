#!/usr/bin/env bash
# preview.sh STACK FOLDER [OPTION...]: previews a stack; leaves report.md, report.html and plan.json in FOLDER. It reads the live
# configs that the code changes, and no other: --all reads every one, at 60 requests a minute.
set -euo pipefail
stack=$1
folder=$2
shift 2

mkdir -p "$folder"
rm -f "$folder/report.md" "$folder/report.html" "$folder/plan.json"
# Exit code 2 says that there are changes or drift, which is what a preview is for.
npx --no pulumi-carecycle preview --stack "$stack" \
  --output "$folder/report.md" --output "$folder/report.html" --plan "$folder/plan.json" "$@" || [ $? -eq 2 ]
