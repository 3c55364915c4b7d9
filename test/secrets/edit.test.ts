import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../cli/call.js';
import { copyProject, EXAMPLE } from '../cli/project-copy.js';

const LEFT = '/dev/shm';
const ours = () =>
  readdirSync(LEFT).filter(
    (name) => name.includes(`-${process.pid}-`) && name.startsWith('twomode-secrets-'),
  );

describe("a team's secrets", () => {
  let copy: string;
  let root: string;
  const inRoot = (name: string) => join(root, name);
  const secrets = (words: readonly string[], environment: Record<string, string> = {}) =>
    call(copy, ['secrets', ...words], { EDITOR: 'true', VISUAL: '', ...environment });
  const age = () => readFileSync(inRoot('secrets.prod.age'), 'utf8');
  const lineOf = async (name: string) => {
    const seen = join(copy, 'home/seen');
    await secrets(['edit'], { EDITOR: `sh -c 'cp "$0" ${seen}'` });
    return readFileSync(seen, 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${name}=`));
  };

  beforeAll(() => {
    copy = copyProject();
    root = join(copy, EXAMPLE);
  });

  it('are in a plain file until somebody encrypts them', async () => {
    const { code, stderr } = await secrets(['check']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^error: \S+secrets\.prod\.env has no .*POSTGRES_PASSWORD.*\n$/),
    });
    mkdirSync(inRoot('.opsconductor'), { recursive: true });
    writeFileSync(inRoot('.opsconductor/secrets.prod.env'), 'POSTGRES_PASSWORD=of-before\n');
  });

  it('get a key of whoever asks, which others cannot read', async () => {
    const { code, stdout } = await secrets(['key']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^age1[0-9a-z]{58}\n$/) });
    const file = join(copy, 'home/twomode/age.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await secrets(['key'])).stdout).toBe(stdout);
  });

  it('are taken over from the plain file, and completed; nothing of them is left in plain', async () => {
    const { code, stdout, stderr } = await secrets(['edit']);
    expect({ code, stderr }, stderr).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Encrypted for 1 of secrets.recipients');
    expect(age()).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    expect(age()).not.toContain('of-before');
    expect(existsSync(inRoot('.opsconductor/secrets.prod.env'))).toBe(false);
    expect(await lineOf('POSTGRES_PASSWORD')).toBe('POSTGRES_PASSWORD=of-before');
    expect(await lineOf('SETUP_SECRET')).toMatch(/=.{20,}/);
    expect((await secrets(['check'])).stdout).toMatch(/^ok: \S+secrets\.prod\.age has \d+ secrets/);
  });

  it('stay as they are where nothing is changed: the file is the same to the byte', async () => {
    const before = age();
    expect((await secrets(['edit'])).stdout).toContain('stays as it is');
    expect(age()).toBe(before);
  });

  it.each([
    ['a line that is none', 'echo oops >> "$0"', /line \d+ of .* is not NAME=value/],
    ['an empty value', 'sed -i "s/^POSTGRES_PASSWORD=.*/POSTGRES_PASSWORD=/" "$0"', /is empty/],
    [
      'a password that everybody knows',
      'sed -i "s/^POSTGRES_PASSWORD=.*/POSTGRES_PASSWORD=postgres/" "$0"',
      /well-known/,
    ],
    [
      'what would have to be encoded',
      'sed -i "s/^POSTGRES_PASSWORD=.*/POSTGRES_PASSWORD=a@b/" "$0"',
      /character/,
    ],
    ['an editor that fails', 'exit 3', /ended with 3; nothing was changed/],
  ])('are not written with %s, which is named without its value', async (_, line, problem) => {
    const before = age();
    const { code, stderr } = await secrets(['edit'], { EDITOR: `sh -c '${line}'` });
    expect(code).toBe(1);
    expect(stderr).toMatch(problem);
    expect(stderr).not.toContain('a@b');
    expect(age()).toBe(before);
  });

  it('are in no editor where there is neither a terminal nor one that is named', async () => {
    const { code, stderr } = await secrets(['edit'], { EDITOR: '' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^error: there is no terminal .*EDITOR/),
    });
  });

  it('are rotated: another value, in its form, and no other changes', async () => {
    const other = await lineOf('SETUP_SECRET');
    const { code, stdout, stderr } = await secrets(['rotate', 'SETUP_SECRET']);
    // no engine answers here, and nothing is known of volumes
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('SETUP_SECRET is a new one');
    expect(await lineOf('SETUP_SECRET')).not.toBe(other);
    expect(await lineOf('POSTGRES_PASSWORD')).toBe('POSTGRES_PASSWORD=of-before');
    expect((await secrets(['rotate'])).code).toBe(2);
    expect((await secrets(['rotate', 'NOPE'])).stderr).toContain('there is no secret NOPE');
  });

  it('are for everybody on the list, once somebody who can open them edits them', async () => {
    const colleague = await generateX25519Identity();
    const list = inRoot('secrets.recipients');
    const key = join(copy, 'home/colleague.key');
    writeFileSync(key, `${colleague}\n`, { mode: 0o600 });
    writeFileSync(list, `${readFileSync(list, 'utf8')}${await identityToRecipient(colleague)} # colleague\n`);
    const theirs = { OPSCONDUCTOR_AGE_KEY: key };
    expect((await secrets(['check'])).stderr).toContain('1 of secrets.recipients cannot open it');
    expect((await secrets(['check'], theirs)).stderr).toMatch(
      /is not encrypted for the key in .*colleague\.key/,
    );
    expect((await secrets(['edit'])).code).toBe(0);
    expect((await secrets(['check'], theirs)).stdout).toContain('encrypted for all of secrets.recipients');
  });

  it('cannot be opened without a key, with one that others may read, or where they are damaged', async () => {
    const key = join(copy, 'home/other.key');
    const theirs = { OPSCONDUCTOR_AGE_KEY: key };
    expect((await secrets(['check'], theirs)).stderr).toMatch(/other\.key is not there/);
    writeFileSync(key, 'no key\n', { mode: 0o600 });
    expect((await secrets(['check'], theirs)).stderr).toContain('is no file of secret keys of age');
    writeFileSync(join(copy, 'home/open.key'), `${await generateX25519Identity()}\n`, { mode: 0o644 });
    const open = await secrets(['check'], { OPSCONDUCTOR_AGE_KEY: join(copy, 'home/open.key') });
    expect(open.stderr).toContain('others may read');
    const whole = age();
    for (const damaged of [
      '',
      'nothing\n',
      whole.slice(0, -80),
      whole.replace(/^.{64}$/m, (line) => [...line].reverse().join('')),
    ]) {
      writeFileSync(inRoot('secrets.prod.age'), damaged);
      const { code, stderr } = await secrets(['check']);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: .*secrets\.prod\.age.*\. Fix: .*\n$/);
    }
    writeFileSync(inRoot('secrets.prod.age'), whole);
  });

  it('are refused where a plain file says something else', async () => {
    const plain = inRoot('.opsconductor/secrets.prod.env');
    writeFileSync(plain, 'POSTGRES_PASSWORD=another\n');
    expect((await secrets(['check'])).stderr).toMatch(/only one of the two counts/);
    expect((await secrets(['edit'])).stderr).toMatch(/only one of the two counts/);
    expect(readFileSync(plain, 'utf8')).toBe('POSTGRES_PASSWORD=another\n');
    rmSync(plain);
  });

  it('are not needed to synthesise or validate, which make up no others', async () => {
    const stranger = { OPSCONDUCTOR_AGE_KEY: '/nowhere' };
    expect((await call(copy, ['validate'], stranger)).code).toBe(0);
    const { code, stderr } = await call(copy, ['synth'], stranger);
    expect(code, stderr).toBe(0);
    expect(existsSync(inRoot('.opsconductor/secrets.prod.env'))).toBe(false);
  });

  it('are decrypted into a directory that only this user enters', () => {
    for (const name of ours()) expect(statSync(join(LEFT, name)).mode & 0o777).toBe(0o700);
    expect(ours().length).toBe(1);
  });
});
