#!/usr/bin/env bash
# Make every edit of a running dev system take effect. --rebuild also builds; --help lists the options.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run watch "$@"
