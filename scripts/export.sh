#!/usr/bin/env bash
# Write prod with all its images into a directory that needs nothing but Docker: ./scripts/export.sh DIR
called_from=$PWD
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
TWOMODE_CALLED_FROM=$called_from run export "$@"
