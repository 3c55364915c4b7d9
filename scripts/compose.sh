#!/usr/bin/env bash
# run docker compose with a mode's files and variables: ./scripts/compose.sh dev logs -f ai-brain
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run compose "$@"
