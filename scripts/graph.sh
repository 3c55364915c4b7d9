#!/usr/bin/env bash
# The system as a picture: ./scripts/graph.sh [--format html > system.html].
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run graph "$@"
