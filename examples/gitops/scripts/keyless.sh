#!/usr/bin/env bash
# keyless.sh: checks the program as far as it goes without a key or the real state, for code from outside.
# Types, names, values and limits are checked; what differs from the live configs is not known here.
set -euo pipefail

npm run typecheck

# A state of its own, empty and thrown away; the passphrase protects nothing.
state=$(mktemp -d)
trap 'rm -rf "$state" Pulumi.keyless.yaml' EXIT
export PULUMI_BACKEND_URL="file://$state" PULUMI_CONFIG_PASSPHRASE=keyless
pulumi stack init keyless --non-interactive
# If the program needs stack config, give it here: pulumi config set --stack keyless NAME VALUE
pulumi preview --stack keyless --non-interactive
