#!/usr/bin/env bash
# Sets itself up like dev-mode.sh --setup, then runs every check and test. The last line counts:
# N passed, N failed, N skipped. Lint and types count as one test each.
. "$(dirname "$(readlink -f "$0")")/common.sh" --setup
usage() {
  cat <<'END'
Usage: ./scripts/test.sh [options]

install what is missing, and run every check and test; the last line counts them

Options:
  --engine 26  run the live tests on Debian trixie's engine, 26.1 with BuildKit, and not on this machine's; needs root
  --full       also run what is too slow for every push (test/README.md)
  --faults     inject the faults of docs/reliability.md into running systems, and nothing else; writes its table
  --help       display help for command

Examples:
  ./scripts/test.sh              what CI runs for each push
  ./scripts/test.sh --full       what it runs at night
  ./scripts/test.sh --faults     what docs/reliability.md says was done, done again
  ./scripts/test.sh --engine 26  what CI runs, on a newer engine

Exit code: 0 all passed; 1 something failed; 2 the call is wrong, and nothing was done.
END
}

on_engine=()
live=(live)
faults=
while [ $# -gt 0 ]; do
  case $1 in
    --engine)
      [ "${2-}" = 26 ] || wrong_call "unknown engine \"${2-}\". Fix: use --engine 26."
      on_engine=(node --import ./cli/typescript.mjs test/live/on-engine.ts)
      shift
      ;;
    --full) live+=(live-full) ;;
    --faults) faults=1 ;;
    --help)
      usage
      exit 0
      ;;
    *) wrong_call "unknown option \"$1\". Fix: see ./scripts/test.sh --help." ;;
  esac
  shift
done

require_test_packages
# what runs from here on says for itself what it has left
trap - INT TERM HUP
node --import ./cli/typescript.mjs cli/index.ts setup --tests

if [ -n "$faults" ]; then
  exec "${on_engine[@]}" npx vitest run --project=live-faults --reporter=default --reporter=./test/faults/write-table.ts
fi

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
check 'types of the page' npx tsc -p tsconfig.page.json
check 'shell scripts' shellcheck -x -S warning -e SC1090 --source-path=SCRIPTDIR scripts/*.sh images/*/*.sh .ci/run opsconductor examples/shop/shop
tests unit 'unit unit-mocks'
tests live "${live[*]}" "${on_engine[@]}"

node scripts/count-tests.mjs "$passed" "$failed" "$results/unit.json" "$results/live.json"
