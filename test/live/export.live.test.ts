import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lines } from './engine.js';
import { TestSystem } from './harness.js';
import { PYTHON } from './reference.js';
import { CREDENTIALS, setupSecret } from './request.js';
import { SECOND_ENGINE_LACK, SecondEngine } from './second-engine.js';

/** Prod's here. */
const SECRET = 'of-this-machine-4f1d0c2b';

describe.skipIf(SECOND_ENGINE_LACK)(
  `what export.sh writes runs where nobody has the source (skipped: ${SECOND_ENGINE_LACK ?? 'no'})`,
  () => {
    let system: TestSystem;
    let engine: SecondEngine;
    let elsewhere: string;
    let moved: string;

    beforeAll(async () => {
      elsewhere = await mkdtemp(join(tmpdir(), 'oclive-export-'));
      moved = join(elsewhere, 'moved');
      system = await TestSystem.make({ name: 'oclexport', portOffset: 22_200 });
      mkdirSync(join(system.root, '.opsconductor'));
      writeFileSync(join(system.root, '.opsconductor/secrets.prod.env'), `POSTGRES_PASSWORD=${SECRET}\n`);
      // relative, from another directory than the project's
      await mkdir(join(system.directory, 'called-from'));
      await system.must('sh', '-c', 'cd ../called-from && ../infrastructure/scripts/export.sh out');
      await rename(join(system.directory, 'called-from/out'), moved);
      engine = await SecondEngine.start();
    });
    afterAll(async () => {
      await engine?.stop();
      await system?.remove();
      await rm(elsewhere, { recursive: true, force: true });
    });

    const text = (name: string) => readFileSync(join(moved, name), 'utf8');
    const at = (service: keyof typeof PYTHON, path: string) =>
      `http://127.0.0.1:${system.port(PYTHON[service].host)}${path}`;
    const signIn = async () =>
      (await engine.request(at('identity-service', '/login'), {
        body: { ...CREDENTIALS, setup_secret: setupSecret(join(moved, 'secrets.env')) },
      })) as {
        token: string;
        first_user: boolean;
      };
    const containers = async () => lines(await engine.run('docker', 'ps', '--quiet', '--no-trunc')).sort();

    it('has nothing of this machine in it: no path, no secret, nothing to build or to pull', async () => {
      expect(readdirSync(moved).sort()).toEqual([
        'README.txt',
        'SHA256SUMS',
        'docker-compose.yml',
        'images.tar',
        'start.sh',
        'stop.sh',
      ]);
      for (const name of ['README.txt', 'docker-compose.yml', 'start.sh', 'stop.sh']) {
        expect(text(name), name).not.toContain(system.directory);
        expect(text(name), name).not.toMatch(/\/\.opsconductor|_TAG\b/);
      }
      const compose = text('docker-compose.yml');
      expect(compose).not.toMatch(/\bbuild:|type: bind/);
      const count = (pattern: RegExp) => [...compose.matchAll(pattern)].length;
      expect(count(/^ {4}image: localhost\/oclexport\/[a-z-]+:prod-[0-9a-f]{12}$/gm)).toBe(
        count(/^ {4}container_name:/gm),
      );
      expect(count(/^ {4}pull_policy: never$/gm)).toBe(count(/^ {4}container_name:/gm));
      const found = await execa(
        'grep',
        ['--recursive', '--files-with-matches', '--fixed-strings', SECRET, moved],
        { reject: false },
      );
      expect({ exitCode: found.exitCode, found: found.stdout }).toEqual({ exitCode: 1, found: '' });
    });

    it('leaves no name in the engine that made it but those of the built images', async () => {
      const names = Object.keys(await system.images()).map((name) => name.split('/')[2]?.split(':')[0]);
      expect(names.sort()).toEqual([...Object.keys(PYTHON), 'frontend', 'postgres', 'migrations'].sort());
    });

    it('starts, is healthy and prints its addresses', async () => {
      const said = await engine.run(join(moved, 'start.sh'));
      for (const service of Object.keys(PYTHON) as (keyof typeof PYTHON)[]) {
        expect(said).toContain(`http://localhost:${system.port(PYTHON[service].host)}`);
        expect(await engine.request(at(service, '/health'))).toMatchObject({ service, status: 'ok' });
      }
      const page = `http://127.0.0.1:${system.port(3000)}`;
      expect(await engine.request(`${page}/config.js`)).toContain(
        `https://localhost:${system.port(443)}/api/ai-brain`,
      );
    });

    it('carries a request: the first user signs in, asks, and finds it in the list', async () => {
      const { token, first_user } = await signIn();
      expect(first_user).toBe(true);
      const body = { text: 'run uptime on localhost' };
      expect(await engine.request(at('ai-brain', '/ask'), { token, body })).toMatchObject({ ok: true });
      expect(await engine.request(at('communication-service', '/notifications'), { token })).toMatchObject({
        notifications: [{ source: 'automation-service', username: CREDENTIALS.username }],
      });
    });

    it('keeps secrets and containers when it is started again', async () => {
      const [secrets, before] = [text('secrets.env'), await containers()];
      expect(statSync(join(moved, 'secrets.env')).mode & 0o777).toBe(0o600);
      await engine.run(join(moved, 'start.sh'));
      expect(text('secrets.env')).toBe(secrets);
      expect(await containers()).toEqual(before);
    });

    it('keeps its data and its secrets when it is stopped', async () => {
      await engine.run(join(moved, 'stop.sh'));
      expect(await containers()).toEqual([]);
      await engine.run('env', 'OPSCONDUCTOR_HOST=elsewhere', join(moved, 'start.sh'));
      expect((await signIn()).first_user).toBe(false);
      const page = `http://127.0.0.1:${system.port(3000)}`;
      expect(await engine.request(`${page}/config.js`)).toContain(
        `https://elsewhere:${system.port(443)}/api/ai-brain`,
      );
      await engine.run(join(moved, 'stop.sh'));
    });

    it('is not written over files that are no export', async () => {
      const directory = join(elsewhere, 'full');
      await mkdir(directory);
      writeFileSync(join(directory, 'docker-compose.yml'), 'services: {}\n');
      const { exitCode, stdout, stderr } = await system.run('./scripts/export.sh', [directory]);
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: `error: ${directory} is neither empty nor an earlier export. Fix: name a new or empty directory.`,
      });
      expect(readdirSync(directory)).toEqual(['docker-compose.yml']);
    });
  },
);
