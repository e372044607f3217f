#!/usr/bin/env bash
# up.sh STACK [PLAN]: applies the program to careCycle, the way that the stack's carecycle:onConflict asks for. With the
# plan of a preview, nothing is sent but what that preview showed; REQUIRE_PLAN=true updates nothing without one.
set -euo pipefail
stack=$1
plan=${2:-}

if [ "${REQUIRE_PLAN:-}" = true ] && [ ! -f "$plan" ]; then
  echo "There is no plan for what main holds now, so nothing is applied. See README.md, \"What was reviewed is what is sent\"." >&2
  exit 1
fi
if [ -n "$plan" ] && [ -f "$plan" ]; then
  # Absolute, because the provider runs in the program's folder.
  CARECYCLE_PLAN=$(realpath "$plan")
  export CARECYCLE_PLAN
fi

# Read from the stack itself, so that workflow and provider cannot disagree. If it cannot be read, the script ends
# here: taken for unset, it would write over what "fail" protects.
config=$(pulumi config --stack "$stack" --json --non-interactive)
conflict=$(node -e '
  const { value } = JSON.parse(process.argv[1])["carecycle:onConflict"] ?? {};
  console.log(value ?? "overwrite");
' "$config")

# --skip-preview: the pull request had its preview, and another would read every config twice.
if [ "$conflict" = fail ] || [ -n "${CARECYCLE_PLAN:-}" ]; then
  # Without a refresh: it would record what somebody changed by hand as the new starting point, and the update
  # would then write over it. Without one, the provider compares with the last update, and stops at such a change.
  # Under a plan, what drifted elsewhere was not reviewed: it is left to the daily issue, and stops nothing here.
  pulumi up --stack "$stack" --skip-preview --yes --non-interactive
else
  # --refresh reads the live configs first, so that what somebody changed by hand goes back to the code;
  # --run-program does so with today's key, not with the one that the last up recorded.
  pulumi up --stack "$stack" --refresh --run-program --skip-preview --yes --non-interactive
fi
