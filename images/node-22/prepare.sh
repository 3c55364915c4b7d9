#!/bin/sh
# Fetches Node and npm into node_modules with the host's npm; package-lock.json pins them by hash.
set -eu
cd "$(dirname "$0")"
exec npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
