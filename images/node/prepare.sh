#!/bin/sh
# Fetches Node and npm into node_modules with the host's npm. The folder of the version's first number pins them by hash.
# TAG: the version that is wanted.
set -eu
cd "$(dirname "$0")"
cp "${TAG%%.*}"/package*.json .
exec npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
