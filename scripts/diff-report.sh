#!/usr/bin/env bash
# What a pull request does to what runs, as Markdown: ./scripts/diff-report.sh HEAD^1. Prints it, and gives it to the
# workflow where there is one: as the job's summary, and as the output `report`.
. "$(dirname "$(readlink -f "$0")")/common.sh"
require_packages "$@"
[ $# -eq 1 ] || wrong_call 'the base is missing. Fix: ./scripts/diff-report.sh HEAD^1.'

code=0
report=$(node --import ./cli/typescript.mjs -- cli/index.ts diff --base "$1" --markdown) || code=$?
# 2 is a difference
[ "$code" -eq 0 ] || [ "$code" -eq 2 ] || exit "$code"

printf '%s\n' "$report"
[ -z "${GITHUB_STEP_SUMMARY-}" ] || printf '%s\n' "$report" >> "$GITHUB_STEP_SUMMARY"
if [ -n "${GITHUB_OUTPUT-}" ]; then
  # nobody can end the output with a line that nobody knows
  end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf 'report<<%s\n%s\n%s\n' "$end" "$report" "$end" >> "$GITHUB_OUTPUT"
fi
