#!/usr/bin/env bash
# Sets itself up like dev-mode.sh --setup, then runs every check and test. The last line counts:
# N passed, N failed, N skipped. Lint and types count as one test each.
#   --engine 26  the live tests run on Debian trixie's engine, 26.1 with BuildKit, and not on this machine's
#   --full       also what is too slow for every push (test/README.md)
. "$(dirname "$(readlink -f "$0")")/common.sh" --setup
on_engine=()
live=(live live-alone)
while [ $# -gt 0 ]; do
  case $1 in
    --engine)
      [ "${2-}" = 26 ] || fail "unknown engine: ${2-}. Fix: --engine 26."
      on_engine=(node --import tsx test/live/on-engine.ts)
      shift
      ;;
    --full) live+=(live-full) ;;
    --help)
      sed -n 's/^#   //p' scripts/test.sh
      exit 0
      ;;
    *) fail "unknown: $1. Fix: see ./scripts/test.sh --help." ;;
  esac
  shift
done

require_test_packages
node --import tsx cli/index.ts setup --tests

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0

check() {
  local title=$1
  shift
  echo "== $title"
  if "$@"; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "== failed: $title"
  fi
}

# vitest's own report is the only source of the counts; a run that left none has failed
tests() {
  local report=$1 projects=$2
  shift 2
  echo "== tests: $projects"
  # shellcheck disable=SC2046,SC2086
  "$@" npx vitest run $(printf -- '--project=%s ' $projects) --reporter=default --reporter=./scripts/slowest-files.mjs \
    --reporter=json --outputFile.json="$results/$report.json" || true
}

check 'lint' npx biome check .
check 'unused code and packages' npx knip
check 'types' npx tsc --noEmit
check 'shell scripts' shellcheck -x -S warning -e SC1090 --source-path=SCRIPTDIR scripts/*.sh images/*/*.sh .ci/run
tests unit unit
tests live "${live[*]}" "${on_engine[@]}"

node scripts/count-tests.mjs "$passed" "$failed" "$results/unit.json" "$results/live.json"
