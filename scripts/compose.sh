#!/usr/bin/env bash
# docker compose with the files and variables of a mode: ./scripts/compose.sh dev logs -f ai-brain
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
run compose "$@"
