#!/usr/bin/env bash
# Prove that what runs is what the source tree says. --probe also proves that edits take effect; --help lists the options.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run verify "$@"
