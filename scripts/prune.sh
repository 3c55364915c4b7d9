#!/usr/bin/env bash
# Remove our own images and staged contexts that nothing needs any more; --dry-run only lists them.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run prune "$@"
