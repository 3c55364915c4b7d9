#!/usr/bin/env bash
# What pre-commit (.pre-commit-hooks.yaml) and the GitHub Action (action.yml) run: checks the Compose setup of the directory that
# it is called from, by the validator of this checkout, which is built at the first call.
set -euo pipefail
checkout=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)

fail() {
  echo "error: $1" >&2
  exit 2
}

interrupted() {
  echo 'interrupted: nothing was changed.' >&2
  trap - "$1"
  kill -s "$1" $$
}
trap 'interrupted INT' INT
trap 'interrupted TERM' TERM
trap 'interrupted HUP' HUP

build() {
  cd "$checkout"
  local quietly=(--omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error)
  if [ ! -d node_modules ]; then
    # they are for this alone, and half of them would be taken for all
    trap 'rm -rf node_modules' EXIT
    npm ci "${quietly[@]}"
  fi
  # whoever only runs the scripts has no bundler; it has to be called one of production, or npm leaves it out
  [ -d node_modules/esbuild ] ||
    npm install --no-save --save-prod "${quietly[@]}" "esbuild@$(node -p 'require("./package.json").devDependencies.esbuild')"
  node scripts/validator.mjs
}

node -e 'process.exit(parseInt(process.versions.node) < 22 ? 1 : 0)' 2>/dev/null ||
  fail 'Node.js is missing or older than 22. Fix: install Node 22 or newer.'
[ -f "$checkout/dist/validator/package.json" ] || (build) >&2 ||
  fail 'the validator could not be built. Fix: see above; it needs npm, and the registry once.'
exec node "$checkout/dist/validator/validator.cjs" validate "$@"
