import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAgents } from './agents.js';
import { expectDailyWork, timesIn, timesOf } from './daily.js';
import { docker, lines } from './engine.js';
import { TestShop } from './shop.js';
import { DEPLOY, TERRAFORM, TERRAFORM_LACK } from './terraform.js';
import { expectPage } from './ui.js';

const NAME = 'oclshop';

describe('the shop, a system of another layout and language', () => {
  let shop: TestShop;

  const at = (port: number, path: string) => `http://127.0.0.1:${shop.port(port)}${path}`;
  const about = async () => (await fetch(at(8301, '/about'))).json();

  /** An order that goes by web and api into the database, by the worker into the cache, and comes back by the api. */
  const order = async (quantity: number): Promise<unknown> => {
    const body = JSON.stringify({ item: 'tea', quantity });
    const taken = (await (await fetch(at(8300, '/orders'), { method: 'POST', body })).json()) as {
      id: number;
    };
    for (const end = Date.now() + 15_000; Date.now() < end; await sleep(200)) {
      const answer = await fetch(at(8301, `/orders/${taken.id}`));
      if (answer.ok) return answer.json();
    }
    throw new Error(`order ${taken.id} was not packed`);
  };

  const startedAt = (service: string) =>
    docker('inspect', '--format', '{{.State.StartedAt}}', `${NAME}-${service}-dev`);

  /** Changes a file as editors do: what is new takes the place of what was. */
  const save = (path: string, pattern: RegExp, text: string) => {
    const file = join(shop.root, path);
    const edited = readFileSync(file, 'utf8').replace(pattern, text);
    writeFileSync(`${file}.new`, edited);
    renameSync(`${file}.new`, file);
  };

  beforeAll(async () => {
    shop = await TestShop.make({ name: NAME, portOffset: 24_200 });
    await shop.mustCommand('setup');
  });
  afterAll(() => shop?.remove());

  it('finds nothing to complain of in itself', async () => {
    const { exitCode, stdout } = await shop.command('validate');
    expect(stdout).toContain('no error');
    expect(exitCode).toBe(0);
  });

  describe('in dev', () => {
    let dev: ReturnType<TestShop['start']>;
    beforeAll(async () => {
      dev = shop.start('dev');
      await dev.says(/Watching the live files of 3 services/);
    });

    it('says where it is reached, and which service has no port', () => {
      const says = (pattern: RegExp) => expect(dev.says(pattern)).resolves.toBeUndefined();
      return Promise.all([
        says(
          new RegExp(
            `api +http://localhost:${shop.port(8301)}\n +api +http://localhost:${shop.port(8302)}\n`,
          ),
        ),
        says(/inside the network: database:3306, cache:6379\n/),
        says(/without a port: worker\n/),
      ]);
    });

    it('carries an order, and counts it on its other port', async () => {
      expect(await order(25)).toMatchObject({ item: 'tea', quantity: 25, boxes: 3, revision: '1' });
      expect(await (await fetch(at(8302, '/metrics'))).text()).toBe('shop_orders_total 1\n');
      expect(await (await fetch(at(8300, '/'))).text()).toContain('1 orders so far');
    });

    it('shows an edit of a worker’s file, and of the shared code in every service', async () => {
      const began = await startedAt('worker');
      save('services/worker/src/pack.js', /REVISION = '1'/, "REVISION = '2'");
      await dev.says(/pack\.js.*worker/);
      await expect.poll(() => order(1), { timeout: 20_000 }).toMatchObject({ revision: '2', shared: '1' });
      // the program was restarted, and not its container
      expect(await startedAt('worker')).toBe(began);
      save('packages/common/version.js', /SHARED = '1'/, "SHARED = '2'");
      await dev.says(/version\.js/);
      await expect.poll(about, { timeout: 20_000 }).toMatchObject({ shared: '2' });
      await expect.poll(() => order(1), { timeout: 20_000 }).toMatchObject({ shared: '2' });
      await expect
        .poll(async () => (await fetch(at(8300, '/'))).text(), { timeout: 20_000 })
        .toContain('shared 2');
    });

    it('shows an edit of a file that is mounted by itself, and is replaced', async () => {
      save('services/api/server.js', /service: 'api'/, "service: 'edited'");
      await expect.poll(about, { timeout: 30_000 }).toMatchObject({ service: 'edited' });
    });

    it('is proven, and in order', async () => {
      // a restart that is under way is none of either's business
      await expect.poll(async () => (await shop.command('status')).exitCode, { timeout: 30_000 }).toBe(0);
      const { stdout } = await shop.command('status', 'dev');
      expect(stdout).toMatch(/worker +running +healthy .* +current +mounted/);
      const verified = await shop.command('verify');
      expect(verified.stdout.split('\n').at(-1)).toBe('Proven: dev matches the source tree.');
      expect(verified.exitCode).toBe(0);
    });

    it('loses no line of a log that is followed while its container is restarted', async () => {
      const following = shop.start('logs', '--follow', '--json', 'cache');
      await following.says(/"service":"cache"/);
      await expectDailyWork(shop, './shop', 'cache', `${NAME}-cache-dev`);
      await expect
        .poll(() => timesIn(following.output()), { timeout: 20_000 })
        .toEqual(await timesOf(`${NAME}-cache-dev`));
      expect(await following.end()).toBe(0);
    });

    it('is seen by a coding agent, but for its secrets', () => {
      const secrets = readFileSync(join(shop.root, '.shop/secrets.dev.env'), 'utf8');
      return expectAgents(shop, './shop', {
        ...{ service: 'cache', container: `${NAME}-cache-dev`, secret: /=(.+)/.exec(secrets)?.[1] ?? '' },
      });
    });

    it('is shown on its page as it is, with the edits that were noticed', async () => {
      const page = (words: readonly string[]) => shop.start(...words);
      const { edits } = await expectPage(shop, page, './shop', ['cache', `${NAME}-cache-dev`]);
      expect(edits.map(({ done }) => done)).toContainEqual(
        expect.stringMatching(/^worker restarted, healthy in [\d.]+ s$/),
      );
    });

    it('is watched until somebody ends that', async () => {
      expect(await dev.end()).toBe(0);
    });
  });

  describe('in prod', () => {
    beforeAll(async () => {
      await shop.mustCommand('prod', '--replace');
    });

    it('carries an order, with nothing mounted', async () => {
      expect(await order(1)).toMatchObject({ boxes: 1, revision: '2', shared: '2' });
      const { stdout, exitCode } = await shop.command('verify', 'prod');
      expect(stdout.split('\n').at(-1)).toBe('Proven: prod matches the source tree.');
      expect(exitCode).toBe(0);
      expect(await shop.mustCommand('status', 'prod')).toMatch(/worker +running +healthy .* +current +baked/);
    });

    it('runs from an export, with secrets and data of its own', async () => {
      const target = join(shop.directory, 'export');
      await shop.mustCommand('export', target);
      await shop.mustCommand('stop-prod');
      await docker('volume', 'rm', `${NAME}-database-prod`);
      await shop.must(join(target, 'start.sh'));
      expect(await order(13)).toMatchObject({ id: 1, boxes: 2 });
      await shop.must(join(target, 'stop.sh'));
      await docker('volume', 'rm', `${NAME}-database-prod`);
    });
  });

  describe.skipIf(TERRAFORM_LACK)(`by Terraform (skipped: ${TERRAFORM_LACK ?? 'no'})`, () => {
    it('is deployed by cdktf, and nothing is left to change', async () => {
      const said = await shop.must('npx', 'cdktf', 'deploy', 'prod', ...DEPLOY);
      expect(said).toContain(`"api" = "http://localhost:${shop.port(8301)}"`);
      expect(await order(1)).toMatchObject({ id: 1 });
      expect(await shop.mustCommand('status', 'prod')).toMatch(
        /started by Terraform[\s\S]*worker +running +healthy/,
      );
      const plan = [
        '-chdir=cdktf.out/stacks/prod',
        'plan',
        '-detailed-exitcode',
        '-input=false',
        '-no-color',
      ];
      const { exitCode, stdout } = await shop.run(TERRAFORM, plan);
      expect(exitCode, stdout).toBe(0);
    });

    it('is worked on by the same commands', () =>
      expectDailyWork(shop, './shop', 'worker', `${NAME}-worker-prod`));

    it('is shown on its page as it is', () =>
      expectPage(shop, (words) => shop.start(...words), './shop', ['worker', `${NAME}-worker-prod`]));

    it('is ended by it, and keeps its data', async () => {
      await shop.must('npx', 'cdktf', 'destroy', 'prod', '--auto-approve');
      const own = ['--filter', `label=io.shop.system=${NAME}`];
      expect(lines(await docker('ps', '--all', '--quiet', ...own))).toEqual([]);
      expect(lines(await docker('volume', 'ls', '--format', '{{.Name}}'))).toContain(`${NAME}-database-prod`);
    });
  });
});
