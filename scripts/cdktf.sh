#!/usr/bin/env bash
# cdktf as this project needs it. A deploy that would be refused is refused before it is planned; a diff changes nothing.
. "$(dirname "$(readlink -f "$0")")/common.sh"

command=${1-}
if [ "$command" = --help ]; then
  cat <<'HELP'
Usage: ./scripts/cdktf.sh <command> [dev|prod|swarm] [options]

cdktf as this project needs it; takes the options of cdktf

Examples:
  ./scripts/cdktf.sh synth         writes Terraform's stacks, both Compose files and the stack file
  ./scripts/cdktf.sh synth --hcl --output hcl
                                   the stacks in HCL, in a directory of their own
  ./scripts/cdktf.sh diff dev      shows what a deploy would change
  ./scripts/cdktf.sh deploy prod   deploys prod mode; refused before the plan where it cannot go on
  ./scripts/cdktf.sh deploy swarm  deploys prod to the swarm that this machine manages
  ./scripts/cdktf.sh destroy dev   removes what Terraform created; the data is kept

Exit code: 0 done; 1 failed, or refused.
HELP
  exit 0
fi
packages_are_current && has_test_packages ||
  fail "cdktf's CLI is not installed, or older than package-lock.json. Fix: npm ci."
# the provider removes a stopped container when it looks at it: what does not run is said by the command instead
[ "$command" != diff ] || export TF_CLI_ARGS_plan="-refresh=false ${TF_CLI_ARGS_plan-}"
# it asks for no newer version, and draws what turns only for a person
export CHECKPOINT_DISABLE=1
[ -t 1 ] || export CI=true
# refuses a deploy that cannot go on, and returns from a prod that does not come up
run cdktf "$@"
