import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lines } from './engine.js';
import { FRESH_MACHINE_LACK, FreshMachine } from './fresh-machine.js';

/** The first words of each line with which setup says what is missing; the rest of it says why it is needed. */
const MISSING = [
  'npm packages: missing, or older than package-lock.json. They are needed because',
  'Docker Engine: the docker command is not installed (needed because',
  'Docker Compose: docker compose is not installed (needed because',
];

describe.skipIf(FRESH_MACHINE_LACK).each([
  ['bookworm', "Debian's own Node and npm", ['nodejs', 'npm'], 'Node v18.'],
  ['trixie', 'no Node', [], 'Node.js is missing.'],
] as const)(
  `a fresh %s with git, curl and %s (skipped: ${FRESH_MACHINE_LACK ?? 'no'})`,
  { timeout: 1_800_000 },
  (release, _, packages, problem) => {
    let machine: FreshMachine;
    let said = '';

    beforeAll(async () => {
      machine = await FreshMachine.make(release, packages);
    });
    afterAll(() => machine?.remove());

    it('starts dev mode with one line, and nothing before it', async () => {
      const { exitCode, all } = await machine.types('./scripts/dev-mode.sh --setup --detach');
      expect(exitCode, all).toBe(0);
      said = all;
    });

    it('is told in 60 lines at most, whatever was installed and built', () => {
      expect(lines(said).length, said).toBeLessThanOrEqual(60);
    });

    it.each([`Node: ${problem}`, ...MISSING])('is told what is installed, and why: "%s"', (words) => {
      expect(said).toContain(words);
    });

    it('has every service healthy, and the page at localhost:3000', async () => {
      const { all } = await machine.types("docker ps --all --format '{{.Names}} {{.Status}}'");
      const services = lines(all);
      expect(services.length).toBeGreaterThan(8);
      for (const service of services) expect(service).toMatch(/^opsconductor-[\w-]+-dev Up .*\(healthy\)$/);
      expect((await machine.types('./scripts/status.sh')).exitCode).toBe(0);
      const page = await machine.types('curl --silent --fail http://localhost:3000');
      expect(page).toEqual({ exitCode: 0, all: expect.stringContaining('<div id="root">') });
    });

    it('ends dev mode', async () => {
      expect(await machine.types('./scripts/stop-dev.sh')).toMatchObject({ exitCode: 0 });
      expect(await machine.types('docker ps --all --quiet')).toEqual({ exitCode: 0, all: '' });
    });
  },
);
