import { afterEach, describe, expect, it, vi } from 'vitest';
import { validateOnly } from '../../cli/validate-only.js';
import { validateAnySetup } from '../../lib/validate/any-setup.js';
import { call } from '../cli/call.js';
import { plant, type Tree } from '../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

/** A Compose file whose one service has its own name, and a mount of what is not there. */
const file = (service: string) =>
  `services:\n  ${service}:\n    image: x\n    volumes: ["./${service}:/x"]\n`;

/** The services that are checked in a directory, where no files are named. */
async function checked(tree: Tree, variables: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const directory = plant(tree);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const { text } = await validateAnySetup(directory, { json: true, rule: ['source-exists'] });
  return (JSON.parse(text).findings as { service: string }[]).map(({ service }) => service);
}

describe('where nobody names a file', () => {
  it('the one that Compose would take is checked, with the first override that is there', async () => {
    const all = {
      'compose.yml': file('second'),
      'docker-compose.yml': file('third'),
      'docker-compose.yaml': file('fourth'),
    };
    expect(await checked(all)).toEqual(['second']);
    expect(await checked({ ...all, 'compose.yaml': file('first') })).toEqual(['first']);
    const override = { 'docker-compose.override.yml': file('over') };
    expect(await checked({ 'docker-compose.yml': file('third'), ...override })).toEqual(['third', 'over']);
  });

  it('COMPOSE_FILE names them, in the shell before `.env`', async () => {
    const files = { 'compose.yaml': file('first'), 'a.yml': file('a'), 'b.yml': file('b') };
    const named = { ...files, '.env': 'COMPOSE_FILE=b.yml:a.yml\n' };
    expect(await checked(named)).toEqual(['b', 'a']);
    expect(await checked(named, { COMPOSE_FILE: 'a.yml' })).toEqual(['a']);
    expect(await checked(files, { COMPOSE_FILE: 'a.yml,b.yml', COMPOSE_PATH_SEPARATOR: ',' })).toEqual([
      'a',
      'b',
    ]);
  });

  it('and there is none, that is said', async () => {
    await expect(checked({ 'other.yml': file('other') })).rejects.toMatchObject({
      message: expect.stringMatching(/^there is no Compose file in \//),
      fix: 'name its files with --compose, or --dev and --prod',
    });
  });
});

describe('the command without a main.ts', () => {
  const typed = (directory: string, words: readonly string[]) =>
    call(directory, words, {}, () => validateOnly(words));

  it('checks the setup of its directory, and knows no rule about a system of ours', async () => {
    const { code, stdout } = await typed(plant({ 'compose.yaml': file('web') }), ['validate']);
    expect(code).toBe(1);
    expect(stdout).toContain('web\n  error: mounts[/x]: source "web" does not exist\n');
    expect((await typed(plant(), ['validate', '--rules'])).stdout).not.toContain('services-are-created');
  });

  it('has no other command, and says so', async () => {
    expect(await typed(plant(), ['dev'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: unknown command "dev". Fix: see npx twomode --help.\n',
    });
  });

  it('says what it does without files', async () => {
    const { stdout } = await typed(plant(), ['validate', '--help']);
    expect(stdout).toContain('Without files, those that Compose would find in this directory are validated.');
    expect(stdout).toMatch(/^ {2}npx twomode validate +the Compose setup of this directory$/m);
  });
});
