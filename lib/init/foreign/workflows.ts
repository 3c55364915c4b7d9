import { readFileSync } from 'node:fs';

/** Where GitHub looks for workflows, seen from the checkout. */
const WORKFLOWS = '.github/workflows';
/** What the second one runs; relative to the checkout. */
const COMMENT_SCRIPT = 'infra/scripts/diff-comment.mjs';

const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';
const SETUP_NODE = 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0';

const validate = (install: string) => `# Checks both modes of the system that infra/ describes.
name: twomode

on:
  pull_request:

permissions: {}

concurrency:
  group: twomode-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  validate:
    name: check both modes
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false

      - uses: ${SETUP_NODE}
        with:
          node-version: 24

      - name: Install npm packages
        run: ${install}

      - name: Check
        run: infra/scripts/validate.sh
`;

const diff = (
  install: string,
) => `# Says in one comment what a pull request does to what runs: services, mounts, ports, data.
name: twomode diff

on:
  pull_request:
    types: [opened, synchronize, reopened, labeled, unlabeled]

permissions: {}

concurrency:
  group: twomode-diff-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  compare:
    name: compare with the base
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    # it runs the change's code, and may write nothing
    permissions:
      contents: read
    outputs:
      report: \${{ steps.compare.outputs.report }}
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
          # the merge, and the base that it was made with
          fetch-depth: 2

      - uses: ${SETUP_NODE}
        with:
          node-version: 24

      - name: Install npm packages
        run: ${install}

      - name: Compare
        id: compare
        # the pull request that adds the description has nothing to be compared with
        # 2 is a difference; nobody can end the output with a line that nobody knows
        run: |
          git cat-file -e HEAD^1:infra/main.ts 2> /dev/null || exit 0
          infra/scripts/diff.sh --base HEAD^1 --markdown > "$RUNNER_TEMP/report.md" || [ $? = 2 ]
          cat "$RUNNER_TEMP/report.md" >> "$GITHUB_STEP_SUMMARY"
          end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
          { echo "report<<$end"; cat "$RUNNER_TEMP/report.md"; echo "$end"; } >> "$GITHUB_OUTPUT"

  comment:
    name: comment
    needs: compare
    if: \${{ needs.compare.outputs.report != '' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
      pull-requests: write # the comment; in a pull request of a fork the token only reads
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
          sparse-checkout: infra/scripts

      - name: Comment, and ask for a label where data is left behind
        env:
          GITHUB_TOKEN: \${{ github.token }}
          PULL_REQUEST: \${{ github.event.pull_request.number }}
          REPORT: \${{ needs.compare.outputs.report }}
        run: node ${COMMENT_SCRIPT}
`;

/**
 * The workflows of a checkout that is the root of its repository, and what they run beside the commands; by path.
 * @param isBelow whether the library is installed in infra/, and not in the checkout's root
 */
export function workflowFiles(isBelow: boolean): (readonly [string, string])[] {
  const install = `npm ci ${isBelow ? '--prefix infra ' : ''}--no-audit --no-fund`;
  return [
    [`${WORKFLOWS}/twomode.yml`, validate(install)],
    [`${WORKFLOWS}/twomode-diff.yml`, diff(install)],
    [COMMENT_SCRIPT, readFileSync(new URL('../../../scripts/diff-comment.mjs', import.meta.url), 'utf8')],
  ];
}
