import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { renderCompose } from '../../lib/compose/write/render.js';
import { defineSystem } from '../../lib/construct/define-system.js';
import { DockerService } from '../../lib/construct/docker-service.js';
import { command } from '../../lib/construct/health.js';
import { Stack } from '../../lib/construct/stack.js';
import { describeSystems } from '../../lib/construct/systems.js';
import { secretVariables, unusualSecrets } from '../../lib/disk/secrets.js';
import { composeCall } from '../../lib/engine/compose.js';
import { hasCompose } from '../../lib/engine/compose-config.js';
import { secretsFile } from '../../lib/model/deployment.js';
import { type SecretForm, text } from '../../lib/model/environment.js';
import type { Mode } from '../../lib/model/mode.js';
import { renderTerraform } from '../../lib/terraform/app.js';
import { printable } from '../printable.js';

const root = mkdtempSync(join(tmpdir(), 'opsconductor-secrets-'));
afterAll(() => rmSync(root, { recursive: true }));
const compose = await hasCompose();
const hasTerraform = ((): boolean => {
  try {
    return execFileSync('terraform', ['version']).length > 0;
  } catch {
    return false;
  }
})();

/** As many as one run of a program can have: it starts slowly. */
const values = fc.array(printable, { minLength: 25, maxLength: 25 });

/** A system whose service has each value by itself and in a URL, and its file of secrets. */
function systemWith(secrets: readonly string[], form?: SecretForm) {
  const environment = Object.fromEntries(
    secrets.flatMap((_, i) => {
      const secret = { secret: `S${i}`, ...(form ? { form } : {}) };
      return [
        [`PLAIN${i}`, secret],
        [`URL${i}`, text`db://me$:${secret}@host/$${'{x}'}`],
      ];
    }),
  );
  class Only<M extends Mode> extends Stack<M> {
    constructor(...[scope, context]: ConstructorParameters<typeof Stack<M>>) {
      super(scope, context);
      const image = 'redis:7-alpine';
      const rest = { image, port: 1, healthCheck: command('true'), memory: 6, environment };
      new DockerService(this, 'api', { mode: context.mode, ...rest });
    }
  }
  const { conventions, stacks } = defineSystem({
    name: 'acme',
    stacks: { dev: class extends Only<'dev'> {}, prod: class extends Only<'prod'> {} },
  });
  const file = join(root, secretsFile(conventions, 'dev'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, secrets.map((value, i) => `S${i}=${value}\n`).join(''));
  const of = (mode: Mode) => unusualSecrets(root, { conventions, mode });
  return describeSystems(
    { stacks },
    {
      ...{ name: 'acme', conventions, images: {}, portOffset: 0, developer: '1000:1000', host: 'localhost' },
      ...{ without: [], sources: { context: () => ({ digest: '', stages: [] }) } },
      unusualSecrets: { dev: of('dev'), prod: [] },
    },
  );
}

/** What the container has to have, however it is made; a driver decodes what stands in a URL. */
function expectValues(given: ReadonlyMap<string, string>, secrets: readonly string[]): void {
  for (const [i, value] of secrets.entries()) {
    expect(given.get(`PLAIN${i}`)).toBe(value);
    const url = given.get(`URL${i}`) ?? '';
    expect(url).toMatch(/^db:\/\/me\$:[A-Za-z0-9._~%-]+@host\/\$\{x\}$/);
    expect(decodeURIComponent(url.slice('db://me$:'.length, -'@host/$'.length - '{x}'.length))).toBe(value);
  }
}

const cases = fc.tuple(values, fc.constantFrom<(SecretForm | undefined)[]>('any text', undefined));

describe('a secret of any printable characters', () => {
  it.skipIf(!compose)('is what Compose gives to a container, and decodes to it in a URL', () => {
    fc.assert(
      fc.property(cases, ([values, form]) => {
        const { dev } = systemWith(values, form);
        const file = join(root, 'docker-compose.dev.yml');
        writeFileSync(file, renderCompose(dev));
        const secrets = secretVariables(root, dev);
        const project = { name: 'acme-dev', file, directory: root, envFiles: [], secrets };
        const { args, env } = composeCall({ ...project, secretsFile: 'compose.env' }, [
          'config',
          '--format',
          'json',
        ]);
        const config = JSON.parse(execFileSync('docker', args, { env, encoding: 'utf8' }));
        // it writes a dollar as a Compose file has it
        const given = Object.entries<string>(config.services.api.environment).map(
          ([name, value]) => [name, value.replaceAll('$$', '$')] as const,
        );
        expectValues(new Map(given), values);
      }),
      { numRuns: 12 },
    );
  });

  it.skipIf(!hasTerraform)('is what Terraform gives to a container, and decodes to it in a URL', () => {
    fc.assert(
      fc.property(cases, ([secrets, form]) => {
        const directory = join(root, 'cdktf.out');
        renderTerraform(systemWith(secrets, form), '.', { outdir: directory }).write();
        const stack = join(directory, 'stacks/dev');
        const { locals, resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'));
        const [container] = Object.values<{ env: string[] }>(resource.docker_container);
        const output = { env: { value: container?.env, sensitive: true } };
        // without the provider and the engine: what is evaluated is the same
        writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify({ locals, output }));
        const terraform = (...args: string[]) =>
          execFileSync('terraform', args, {
            ...{ cwd: stack, encoding: 'utf8', stdio: 'pipe' },
          });
        terraform('apply', '-auto-approve', '-input=false', '-state=only.tfstate');
        const env: string[] = JSON.parse(terraform('output', '-state=only.tfstate', '-json', 'env'));
        const given = env.map(
          (line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const,
        );
        expectValues(new Map(given), secrets);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it.skipIf(!hasTerraform)(
    'that only the team knows is asked for before anything is planned, with the line to write',
    () => {
      const systems = systemWith(['there', 'missing'], 'from the team');
      const directory = join(root, 'cdktf.out');
      renderTerraform(systems, '.', { outdir: directory }).write();
      const file = join(root, secretsFile(systems.dev.conventions, 'dev'));
      writeFileSync(file, 'S0=there\n');
      const stack = join(directory, 'stacks/dev');
      const { locals, resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'));
      const { prepared } = resource.terraform_data;
      const config = { locals, resource: { terraform_data: { prepared } } };
      writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(config));
      const plan = ['plan', '-input=false', '-no-color', '-state=none.tfstate'];
      const { stderr, status } = spawnSync('terraform', plan, { cwd: stack, encoding: 'utf8' });
      expect({ status, said: stderr.replaceAll(/\s*│?\s+/g, ' ') }).toEqual({
        status: 1,
        said: expect.stringContaining(
          'secrets.dev.env has no S1, which comes from the team. Fix: write into it, without quotes: S1=…',
        ),
      });
    },
  );
});
