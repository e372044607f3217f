#!/usr/bin/env bash
# preview.sh STACK FOLDER: previews a stack against the live configs; leaves report.md and report.html in FOLDER.
set -euo pipefail
stack=$1
folder=$2

mkdir -p "$folder"
# The plan itself stays out of the folder: what lies there is uploaded.
plan=$(mktemp)
trap 'rm -f "$plan"' EXIT

# --refresh reads the live configs, so that drift shows. --run-program does so with today's stack config and
# key; without it, Pulumi would use those that the last up recorded.
pulumi preview --stack "$stack" --refresh --run-program --show-sames --non-interactive --json >"$plan" || {
  code=$?
  # With --json, errors stand in the document, not on stderr.
  node -e '
    const text = require("node:fs").readFileSync(process.argv[1], "utf8");
    if (text.trim()) for (const { message } of JSON.parse(text).diagnostics ?? []) console.error(message);
  ' "$plan" || true
  exit "$code"
}

# Exit code 2 says that there are changes or drift, which is what a preview is for.
npx --no pulumi-carecycle report "$plan" --format markdown --output "$folder/report.md" || [ $? -eq 2 ]
npx --no pulumi-carecycle report "$plan" --format html --output "$folder/report.html" || [ $? -eq 2 ]
