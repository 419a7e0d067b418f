#!/usr/bin/env bash
# Fetches axe-core (the accessibility rules) for the browser tests, as locked in package-lock.json.
set -euo pipefail
cd "$(dirname "$0")"
if npm ci --no-audit --no-fund --ignore-scripts --loglevel=error; then
    exit 0
fi
echo "axe-core could not be fetched, so the accessibility tests cannot run." >&2
echo "They need npm and its package registry; check both, then run: tests/browser/get_axe.sh" >&2
echo "(or unpack the npm package axe-core, in the version that package.json names," >&2
echo "into tests/browser/node_modules/axe-core by hand)." >&2
exit 1
