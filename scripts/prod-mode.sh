#!/usr/bin/env bash
# Start OpsConductor in prod mode. --setup also installs what is missing; --help lists the options.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run prod "$@"
