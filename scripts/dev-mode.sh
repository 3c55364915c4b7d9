#!/usr/bin/env bash
# Start OpsConductor in dev mode and watch its live files. --setup also installs what is missing; --help lists the options.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run dev "$@"
