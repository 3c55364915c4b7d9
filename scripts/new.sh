#!/usr/bin/env bash
# Write a new service: construct, line in the stack, directory, Dockerfile, snapshots: ./scripts/new.sh service NAME
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages
run new "$@"
