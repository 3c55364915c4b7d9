#!/usr/bin/env bash
# End prod mode; the data is kept.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run stop-prod "$@"
