import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { plant } from '../disk/tree.js';
import { commandsOf, PAGES } from './page-commands.js';

const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'images/README.md',
  'examples/opsconductor/README.md',
  ...['docs', 'docs/adr'].flatMap((folder) =>
    readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [`${folder}/${name}`] : [])),
  ),
];
const commands = [...new Set(PAGES.flatMap(commandsOf))];

const scripts = [
  ...new Set(
    commands.flatMap((command) => (command.startsWith('./scripts/') ? (command.split(' ')[0] ?? []) : [])),
  ),
];

/** As GitHub names them in links. */
function headingsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links only to files that exist', (path) => {
    const links = [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });

  it.each(DOCUMENTS)('%s links only to headings that exist', (path) => {
    const links = [...readFileSync(path, 'utf8').matchAll(/\]\(([^):#]*)#([^)]+)\)/g)];
    const missing = links.filter(([, file = '', heading = '']) => {
      const target = file === '' ? path : join(dirname(path), file);
      return target.endsWith('.md') && !headingsOf(target).includes(heading);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  it('name a line that brings a certificate of one’s own', async () => {
    const secrets = 'examples/opsconductor/.opsconductor/secrets.prod.env';
    const parts = { 'certificate.pem': 'a\n', 'chain.pem': 'b\n', 'key.pem': 'c\n' };
    const cwd = plant({ ...parts, [secrets]: 'OTHER=kept\n' });
    const [line = ''] = commands.filter((command) => command.startsWith('echo "GATEWAY_CERTIFICATE='));
    await execa('sh', ['-c', line], { cwd });
    const [kept, value = ''] = readFileSync(join(cwd, secrets), 'utf8').split('\nGATEWAY_CERTIFICATE=');
    expect([kept, Buffer.from(value, 'base64').toString()]).toEqual(['OTHER=kept', 'a\nb\nc\n']);
  });

  it('have one index, which names every page', () => {
    const index = readFileSync('docs/README.md', 'utf8');
    const pages = readdirSync('docs').filter((name) => name.endsWith('.md') && name !== 'README.md');
    expect(pages.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });

  describe.each(scripts)('%s', (script) => {
    it('is a script that runs, and has the options that the README says', async () => {
      const { exitCode, stdout, stderr } = await execa(script, ['--help'], { reject: false });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout.startsWith(`Usage: ${script} `)).toBe(true);
      const words = commands
        .filter((command) => command.split(' ')[0] === script)
        .join(' ')
        .split(' ');
      expect(words.filter((word) => word.startsWith('--') && !stdout.includes(word))).toEqual([]);
    });
  });

  it.each([
    ['./scripts/test.sh', '--engine', '26'],
    ['./scripts/test.sh', '--faults'],
  ])('name a call that is one: %s %s %s', async (script, ...words) => {
    expect((await execa(script, [...words, '--help'])).exitCode).toBe(0);
  });

  it('name a way to have every command in every directory', async () => {
    const home = plant({ '.local/bin/other': '' });
    const [link = ''] = commands.filter((command) => command.startsWith('ln '));
    await execa('sh', ['-c', link], { env: { HOME: home } });
    const { stdout } = await execa(join(home, '.local/bin/opsconductor'), ['--help'], { cwd: home });
    expect(stdout).toMatch(/^Usage: /);
  });

  it.each([
    ['./scripts/status.sh', ['--nope'], 'unknown option "--nope". Fix: see ./scripts/status.sh --help.'],
    ['./scripts/dev-mode.sh', ['--nope'], 'unknown option "--nope". Fix: see ./scripts/dev-mode.sh --help.'],
    ['./scripts/test.sh', ['--nope'], 'unknown option "--nope". Fix: see ./scripts/test.sh --help.'],
    ['./scripts/test.sh', ['--engine'], 'unknown engine "". Fix: use --engine 26.'],
    ['./scripts/test.sh', ['--engine', '27'], 'unknown engine "27". Fix: use --engine 26.'],
  ])('%s %j ends with 2, and says why', async (script, words, says) => {
    const { exitCode, stdout, stderr } = await execa(script, words, { reject: false });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `error: ${says}` });
  });

  it('call only those commands of cdktf that it has, with stacks that exist', async () => {
    const { stdout } = await execa('npx', ['cdktf', '--help'], { env: { CHECKPOINT_DISABLE: '1' } });
    const called = commands
      .flatMap(
        (command) =>
          /^(?:[A-Z_]+=\S+ )*(?:npx cdktf|\.\/scripts\/cdktf\.sh) (\w.*)$/.exec(command)?.[1] ?? [],
      )
      .map((command) => command.split(' '));
    expect(called.length).toBeGreaterThan(4);
    expect(called.filter(([verb]) => !stdout.includes(`cdktf ${verb}`))).toEqual([]);
    expect(called.filter(([, stack]) => stack && !/^(dev|prod|swarm|--\w+)$/.test(stack))).toEqual([]);
  });
});
