#!/usr/bin/env bash
# Check the mounts, and what belongs to them, of this system or of any Compose setup; --help lists the options.
called_from=$PWD
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages
TWOMODE_CALLED_FROM=$called_from run validate "$@"
