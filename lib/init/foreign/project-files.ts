import type { SystemOptions } from '../../construct/define-system.js';
import { executable } from '../executable.js';

const COMMANDS = ['dev', 'prod', 'stop-dev', 'stop-prod', 'status', 'verify', 'validate'];

const WORKFLOW = `# Checks both modes of the system that infra/ describes, and shows what a pull request changes.
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
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
          # the merge, and the base that it was made with
          fetch-depth: 2

      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 24

      - name: Install npm packages
        run: npm ci --no-audit --no-fund

      - name: Check
        run: infra/scripts/validate.sh

      - name: Show what it changes
        run: npx twomode diff --base HEAD^1 --markdown >> "$GITHUB_STEP_SUMMARY" || [ $? = 2 ]
`;

/** Where GitHub looks for it, seen from the checkout. */
export const WORKFLOW_FILE = '.github/workflows/twomode.yml';

export function workflowText(): string {
  return WORKFLOW;
}

/** What stands around the description: settings, and a thin script for each command. */
export function projectFiles({ name }: Pick<SystemOptions, 'name'>): (readonly [string, string])[] {
  return [
    [
      'cdktf.json',
      json({
        language: 'typescript',
        app: 'npx twomode synth',
        projectId: name,
        sendCrashReports: 'false',
        context: { sourceRoot: '..', images: {} },
      }),
    ],
    ['package.json', json({ private: true, type: 'module' })],
    [
      'tsconfig.json',
      json({
        compilerOptions: {
          ...{ target: 'ES2023', module: 'nodenext', strict: true, skipLibCheck: true, noEmit: true },
        },
        include: ['*.ts', 'constructs/*.ts'],
      }),
    ],
    ['.gitignore', 'node_modules/\ncdktf.out/\n.gen/\n*.tfstate*\n'],
    ...COMMANDS.map((command) => [`scripts/${command}.sh`, script(command)] as const),
    executable(name, ['constructs', 'scripts']),
  ];
}

function script(command: string): string {
  return `#!/bin/sh
# npx twomode ${command}, from any directory
export TWOMODE_CALLED_FROM="$PWD"
cd "$(dirname "$(readlink -f "$0")")/.." && exec npx twomode ${command} "$@"
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
