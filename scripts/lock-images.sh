#!/usr/bin/env bash
# Pin every image from outside to what its registry has today, in images.lock.json.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run lock-images "$@"
