#!/usr/bin/env bash
# Prove that what runs matches the source tree. --probe also proves that edits take effect; --help lists the options.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run verify "$@"
