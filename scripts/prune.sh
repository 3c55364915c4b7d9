#!/usr/bin/env bash
# Remove own images and staged contexts that are no longer wanted; --dry-run only lists them.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run prune "$@"
