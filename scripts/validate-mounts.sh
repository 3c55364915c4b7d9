#!/usr/bin/env bash
# Check the mounts, and what belongs to them, of this system or of any Compose setup; --help lists the options.
called_from=$PWD
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages
# without the --, Node 20 takes --env-file for its own
OPSCONDUCTOR_CALLED_FROM=$called_from OPSCONDUCTOR_SCRIPT=./scripts/validate-mounts.sh exec node -- cli/validate.cjs "$@"
