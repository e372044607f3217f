#!/usr/bin/env bash
# up.sh STACK: applies the program to careCycle, the way that the stack's carecycle:onConflict asks for.
set -euo pipefail
stack=$1

# Read from the stack itself, so that workflow and provider cannot disagree. If it cannot be read, the script ends
# here: taken for unset, it would write over what "fail" protects.
config=$(pulumi config --stack "$stack" --json --non-interactive)
conflict=$(node -e '
  const { value } = JSON.parse(process.argv[1])["carecycle:onConflict"] ?? {};
  console.log(value ?? "overwrite");
' "$config")

# --skip-preview: the pull request had its preview, and another would read every config twice.
if [ "$conflict" = fail ]; then
  # Without a refresh: it would record what somebody changed by hand as the new starting point, and the update
  # would then write over it. Without one, the provider compares with the last update, and stops at such a change.
  pulumi up --stack "$stack" --skip-preview --yes --non-interactive
else
  # --refresh reads the live configs first, so that what somebody changed by hand goes back to the code;
  # --run-program does so with today's key, not with the one that the last up recorded.
  pulumi up --stack "$stack" --refresh --run-program --skip-preview --yes --non-interactive
fi
