import { execa } from 'execa';
import { linter } from '../../lib/setup/linters.js';

const LINTERS = [
  { name: 'actionlint', args: [] },
  { name: 'zizmor', args: ['--offline', '--pedantic', '--quiet'] },
] as const;

/** What lints workflows, and what each finds in a file: nothing, or all that it says. */
export const WORKFLOW_LINTERS = await Promise.all(
  LINTERS.map(async ({ name, args }) => ({
    name,
    isThere: !(await execa(linter(name), ['--version'], { reject: false })).failed,
    async findings(path: string): Promise<string> {
      const { all, exitCode } = await execa(linter(name), [...args, path], { reject: false, all: true });
      return exitCode === 0 && !/error|warning/.test(all) ? '' : `exit code ${exitCode}\n${all}`;
    },
  })),
);
