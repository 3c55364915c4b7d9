#!/usr/bin/env bash
# cdktf as this project needs it. A deploy that would be refused is refused before it is planned; a diff changes nothing.
. "$(dirname "$(readlink -f "$0")")/common.sh"

command=${1-}
if [ "$command" = --help ]; then
  cat <<'HELP'
Usage: ./scripts/cdktf.sh <command> [dev|prod] [options]

cdktf as this project needs it; takes the options of cdktf

Examples:
  ./scripts/cdktf.sh synth         writes both Terraform stacks and both Compose files
  ./scripts/cdktf.sh synth --hcl --output hcl
                                   the stacks in HCL, in a directory of their own
  ./scripts/cdktf.sh diff dev      shows what a deploy would change
  ./scripts/cdktf.sh deploy prod   deploys prod mode; refused before the plan where it cannot go on
  ./scripts/cdktf.sh destroy dev   removes what Terraform created; the data is kept

Exit code: 0 done; 1 failed, or refused.
HELP
  exit 0
fi
packages_are_current && has_test_packages ||
  fail "cdktf's CLI is not installed, or older than package-lock.json. Fix: npm ci."
case $command in
  # a provider of a local mirror cannot be locked for other machines, and cdktf.out, where the lock lies, is not committed
  diff | deploy) set -- "$@" --skip-provider-lock ;;
esac
if [ "$command" = deploy ] && [ "${2-}" = dev ]; then
  node --import ./cli/typescript.mjs -- cli/index.ts may-deploy dev
fi
if [ "$command" = diff ]; then
  # the provider removes a stopped container when it looks at it: what does not run is said here instead
  export TF_CLI_ARGS_plan="-refresh=false ${TF_CLI_ARGS_plan-}"
  [[ ! ${2-} =~ ^(dev|prod)$ ]] || node --import ./cli/typescript.mjs -- cli/index.ts drift "$2"
fi
# it asks for no newer version, and draws what turns only for a person
export CHECKPOINT_DISABLE=1
[ -t 1 ] || export CI=true
# a prod that does not come up returns to the one before it
if [ "$command" = deploy ] && [ "${2-}" = prod ]; then run deploy-or-go-back "${@:3}"; fi
# Terraform reads the secrets from a file, which is there for as long as it runs where they are encrypted
if [ "${2-}" = prod ]; then run cdktf-of-prod "$@"; fi
exec node_modules/.bin/cdktf "$@"
