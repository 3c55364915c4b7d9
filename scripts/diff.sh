#!/usr/bin/env bash
# What a change does to what runs: ./scripts/diff.sh [--base main]. Ends with 2 where there are differences.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run diff "$@"
