import { once } from 'node:events';
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { readSecrets } from '../../lib/disk/secrets-file.js';
import { encryptSecrets } from '../../lib/secrets/encrypted.js';
import { ownRecipients } from '../../lib/secrets/keys.js';
import { openSecrets, withSecretsLaid } from '../../lib/secrets/open.js';
import { PROJECT, TYPESCRIPT } from '../cli/project-copy.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';

async function encrypted(text: string) {
  const root = plant();
  const place = { root, conventions: CONVENTIONS, environment: { XDG_CONFIG_HOME: join(root, 'home') } };
  await encryptSecrets(root, await ownRecipients(place), text);
  return { place, link: join(root, CONVENTIONS.workDirectory, 'secrets.prod.env') };
}

it('Terraform finds them in memory for as long as it runs', async () => {
  const { place, link } = await encrypted('A=one\n');
  await openSecrets(place);
  const seen = await withSecretsLaid(place, async () => {
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readlinkSync(link)).toMatch(/^\/(dev\/shm|run\/user)\//);
    expect(statSync(link).mode & 0o777).toBe(0o600);
    return readFileSync(link, 'utf8');
  });
  expect(seen.split('\n').filter((line) => !line.startsWith('#'))).toEqual(['A=one', '']);
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
});

it('what fails meanwhile leaves none, and an unreadable file is said before anything begins', async () => {
  const { place, link } = await encrypted('A=one\n');
  await openSecrets(place);
  await expect(withSecretsLaid(place, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(existsSync(link)).toBe(false);
  const keyless = { ...place, environment: { XDG_CONFIG_HOME: '/nowhere' } };
  await openSecrets(keyless);
  await expect(withSecretsLaid(keyless, () => Promise.resolve())).rejects.toThrow(
    /without a key nothing is decrypted/,
  );
  expect(() => readSecrets(place.root, { conventions: CONVENTIONS, mode: 'prod' })).toThrow(/without a key/);
  // dev has its own
  expect(readSecrets(place.root, { conventions: CONVENTIONS, mode: 'dev' }).size).toBe(0);
});

it.each([
  'SIGTERM',
  'SIGKILL',
] as const)('%s leaves none for longer than until the next run', async (signal) => {
  const { place, link } = await encrypted('A=one\n');
  const file = join(place.root, 'hold.mts');
  const program = (wait: string) => `
import { openSecrets, withSecretsLaid } from '${PROJECT}/lib/secrets/open.ts';
const place = ${JSON.stringify(place)};
await openSecrets(place);
await withSecretsLaid(place, async () => { console.log('laid'); ${wait} });
`;
  writeFileSync(file, program('await new Promise((resolve) => setTimeout(resolve, 60_000));'));
  const started = execa(process.execPath, ['--import', TYPESCRIPT, file], { cwd: PROJECT, reject: false });
  await once(started.stdout, 'data');
  const laid = readlinkSync(link);
  started.kill(signal);
  await started;
  if (signal === 'SIGKILL') {
    writeFileSync(file, program(''));
    await execa(process.execPath, ['--import', TYPESCRIPT, file], { cwd: PROJECT });
  }
  expect(existsSync(laid)).toBe(false);
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
});
