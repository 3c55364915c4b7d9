import type { SystemOptions } from '../../construct/define-system.js';
import { executable } from '../executable.js';

const DIRECTORIES = ['constructs', 'scripts'];

const COMMANDS = ['dev', 'prod', 'stop-dev', 'stop-prod', 'status', 'verify', 'validate', 'diff'];

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
    executable(name, DIRECTORIES),
  ];
}

/** What runs every command, in the directory of the description. */
export function programName(name: string): string {
  const [path] = executable(name, DIRECTORIES);
  return path;
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
