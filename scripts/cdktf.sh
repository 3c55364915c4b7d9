#!/usr/bin/env bash
# cdktf as this project needs it: ./scripts/cdktf.sh diff|deploy|destroy dev|prod. A deploy that would be refused is refused
# before it is planned.
. "$(dirname "$(readlink -f "$0")")/common.sh"
packages_are_current && has_test_packages ||
  fail "cdktf's CLI is not installed, or older than package-lock.json. Fix: npm ci."

command=${1-}
case $command in
  # a provider of a local mirror cannot be locked for other machines, and cdktf.out, where the lock lies, is not committed
  diff | deploy) set -- "$@" --skip-provider-lock ;;
esac
if [ "$command" = deploy ] && [[ ${2-} =~ ^(dev|prod)$ ]]; then
  node --import tsx -- cli/index.ts may-deploy "$2"
fi
# it asks for no newer version, and draws what turns only for a person
export CHECKPOINT_DISABLE=1
[ -t 1 ] || export CI=true
exec node_modules/.bin/cdktf "$@"
