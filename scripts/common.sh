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

# The call is wrong, and nothing was done.
wrong_call() {
  echo "error: $1" >&2
  exit 2
}

# What a signal interrupts here, and how things stand then. What `run` becomes says it for itself.
underway=
left='nothing was changed'
interrupted() {
  trap '' INT TERM HUP
  [ -z "$underway" ] || { kill -TERM -- "-$underway" 2>/dev/null && wait "$underway" 2>/dev/null; } || true
  echo "interrupted: $left. To go on: $called." >&2
  # by the signal itself: a loop around it ends, too
  trap - "$1"
  kill -s "$1" $$
}
called="$0${*:+ $*}"
trap 'interrupted INT' INT
trap 'interrupted TERM' TERM
trap 'interrupted HUP' HUP

# Runs what takes its time as a job, for a shell that waits for a program heeds no signal. With its own process group it ends as a whole.
attend() {
  set -m
  "$@" </dev/null &
  underway=$!
  set +m
  local code=0
  wait "$underway" || code=$?
  underway=
  return "$code"
}

has_setup() {
  local argument
  for argument in "$@"; do [ "$argument" = --setup ] && return 0; done
  return 1
}

. "$project/scripts/node.sh"

# npm leaves a copy of the lock that it installed.
packages_are_current() {
  [ node_modules/.package-lock.json -nt package-lock.json ]
}

# What only tests and cdktf's CLI need, npm's devDependencies, is there as a whole or not at all.
has_test_packages() {
  [ -d node_modules/vitest ]
}

install_packages() {
  echo 'npm packages: missing, or older than package-lock.json. They are needed because the generator is written in TypeScript.'
  left="npm's packages are there in part"
  attend npm ci --no-audit --no-fund --no-update-notifier --loglevel=error "$@"
  left='nothing was changed'
  touch node_modules/.package-lock.json
}

# What the scripts need; who has the packages of the tests keeps them.
require_packages() {
  packages_are_current && return
  has_setup "$@" || fail 'npm packages are missing or older than package-lock.json. Fix: npm ci, or ./scripts/dev-mode.sh --setup.'
  if has_test_packages; then install_packages; else
    install_packages --omit=dev
    echo "cdktf's CLI and what the tests need are left out; npm ci installs them too."
  fi
}

# Everything, tests and cdktf's CLI too.
require_test_packages() {
  packages_are_current && has_test_packages && return
  install_packages
}

# without the --, Node takes --env-file for its own
run() {
  exec node --import ./cli/typescript.mjs -- cli/index.ts "$@"
}

require_node "$@"
