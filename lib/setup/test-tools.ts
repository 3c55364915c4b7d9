import { execaLong as execa } from '../engine/program.js';
import { aptInstall } from './apt.js';
import type { SetupPart } from './part.js';

/** Debian package → the command that shows whether it is there. */
const TOOLS = {
  chromium: ['chromium', '--version'],
  shellcheck: ['shellcheck', '--version'],
  iproute2: ['ip', '-Version'],
  'docker-registry': ['docker-registry', '--version'],
} as const;

/** What the tests alone need: a real browser, a linter for the scripts, what makes a network namespace, and a registry for a swarm of several machines. */
export function testToolsPart(): SetupPart {
  return {
    name: 'Test tools',
    why: 'the frontend is tested in a real browser, the scripts are linted, and networks of other machines are made, which have a registry',
    check: async () => {
      const missing = await missingTools();
      return missing.length === 0 ? undefined : `${missing.join(' and ')} not installed`;
    },
    mend: async (log) => aptInstall('what the tests need', await missingTools(), log),
  };
}

async function missingTools(): Promise<string[]> {
  const found = await Promise.all(
    Object.values(TOOLS).map(
      async ([command, version]) => !(await execa(command, [version], { reject: false })).failed,
    ),
  );
  return Object.keys(TOOLS).filter((_, i) => !found[i]);
}
