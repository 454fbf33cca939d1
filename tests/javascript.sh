#!/bin/sh
# ESLint, types, tests and the freshness of what is made of it in static/, for the code in frontend/. Installs their tools, once.
set -eu
cd "$(dirname "$0")/.."
FITS='const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major * 100 + minor >= 2019 ? 0 : 1)'
if ! command -v npm >/dev/null 2>&1 || ! node -e "$FITS" 2>/dev/null; then
    echo "The JavaScript was not checked: that needs Node.js 20.19 or newer, with npm (https://nodejs.org)." >&2
    exit 0
fi
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
npm run --silent lint
npm test --silent
