#!/usr/bin/env bash
# What runs, in which state, on which files: ./scripts/status.sh [dev|prod]. Ends with 1 where something is not right.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run status "$@"
