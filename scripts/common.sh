# shellcheck shell=bash
# Sourced by every script: finds Node, the project and its npm packages. Sets `run`, which calls the CLI.
set -euo pipefail
# the directory of the project, whatever link the script was called by
project=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
cd "$project"

fail() {
  echo "error: $1" >&2
  exit 1
}

has_setup() {
  local argument
  for argument in "$@"; do [ "$argument" = --setup ] && return 0; done
  return 1
}

require_node() {
  command -v node >/dev/null || fail 'Node.js is missing. Fix: install Node 20 or newer.'
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || fail "Node $(node --version) is too old. Fix: install Node 20 or newer."
}

# The packages of package-lock.json; npm leaves a copy of the lock it installed.
require_packages() {
  [ node_modules/.package-lock.json -nt package-lock.json ] && return 0
  has_setup "$@" || fail 'npm packages are missing or older than package-lock.json. Fix: npm ci, or ./scripts/dev-mode.sh --setup.'
  echo 'npm packages: missing or older than package-lock.json. They are needed because the generator is written in TypeScript.'
  npm ci --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
}

# without the --, Node 20 takes --env-file for its own
run() {
  exec node --import tsx -- cli/index.ts "$@"
}

# Runs a command, and goes on as the watcher where it leaves a plan to watch by. The watcher is bundled first: a loader of
# TypeScript would take a third of the memory that it may have, for as long as it runs.
run_and_watch() {
  local plan
  plan=$(mktemp)
  TWOMODE_WATCH_PLAN=$plan node --import tsx -- cli/index.ts "$@" || { rm "$plan"; return 1; }
  [ -s "$plan" ] || { rm "$plan"; return 0; }
  local bundle
  bundle=$(node_modules/.bin/esbuild cli/watch-process.ts --bundle --minify --platform=node --log-level=warning)
  # one arena and a heap that is cleaned early: it would grow by half with each branch switch
  MALLOC_ARENA_MAX=1 exec node --max-semi-space-size=1 --optimize-for-size - "$plan" <<<"$bundle"
}

require_node
