import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

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
const readme = readFileSync('README.md', 'utf8');
const matches = readme.matchAll(/`(\.\/scripts\/[^`]+|npx cdktf [^`]+)`|^(\.\/scripts\/\S.*)$/gm);
const commands = [...new Set([...matches].map((match) => (match[1] ?? match[2] ?? '').trim()))];

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links only to files that exist', (path) => {
    const links = [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
  });

  it('name the commands that the README promises', () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  it.each([
    ...new Set(
      commands.filter((command) => command.startsWith('./')).map((command) => command.split(' ')[0]),
    ),
  ])('%s is a script that runs', (script) => {
    expect(() => accessSync(script ?? '', constants.X_OK)).not.toThrow();
  });

  it.each(
    commands.filter((command) => command.startsWith('./') && command.includes(' --')),
  )('the options of "%s" are options of the script', async (command) => {
    const [script = '', ...args] = command.split(' ');
    const { stdout } = await execa(script, ['--help']);
    const options = args.filter((argument) => argument.startsWith('--'));
    expect(options.filter((option) => !stdout.includes(option))).toEqual([]);
  });

  it('call only those commands of cdktf that it has, with stacks that exist', async () => {
    const { stdout } = await execa('npx', ['cdktf', '--help'], { env: { CHECKPOINT_DISABLE: '1' } });
    const called = commands
      .flatMap((command) => /^(?:npx cdktf|\.\/scripts\/cdktf\.sh) (.*)$/.exec(command)?.[1] ?? [])
      .map((command) => command.split(' '));
    expect(called.length).toBeGreaterThan(4);
    expect(called.filter(([verb]) => !stdout.includes(`cdktf ${verb}`))).toEqual([]);
    expect(called.filter(([, stack]) => stack && !['dev', 'prod'].includes(stack))).toEqual([]);
  });
});
