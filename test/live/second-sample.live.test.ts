import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OBSTACLES } from '../cli/broken-checkout.js';
import { harvest } from '../disk/tree.js';
import { declareSecrets, makeSecondSample, ODD_VALUE } from '../second-sample.js';
import { docker, lines } from './engine.js';
import { type Mode, type Output, TestSystem } from './harness.js';
import { attempt, TERRAFORM_LACK } from './terraform.js';

const UNBUILDABLE = 'identity-service';

describe('a checkout with everything that stood in a newcomer’s way, from the first command on', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'ocltheirs', portOffset: 24_100, outside: true });
    makeSecondSample(system.root);
    for (const { make } of OBSTACLES) make(system.root);
  });
  afterAll(() => system?.remove());

  const dev = (...args: readonly string[]) => system.run('./scripts/dev-mode.sh', ['--detach', ...args]);
  const prod = (...args: readonly string[]) => system.run('./scripts/prod-mode.sh', args);
  const secretsFile = (mode: Mode) => join(system.root, `.opsconductor/secrets.${mode}.env`);
  const inside = (service: string, mode: Mode, ...command: readonly string[]) =>
    docker('exec', system.container(service, mode), ...command);

  function expectSuccess({ exitCode, stdout, stderr }: Output): void {
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  }

  it('says all that is wrong by its first command, each with its cure, and does nothing yet', async () => {
    const before = harvest(system.root);
    const { exitCode, stdout, stderr } = await dev('--setup');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const said = stderr.replaceAll(/ \((constructs|\.\.)\/\S+:\d+\)/g, '');
    expect(said).toContain(
      [
        `error: ${OBSTACLES.length} things are wrong in ${system.root}:`,
        ...OBSTACLES.map(({ says }) => `  ${says}`),
      ].join('\n'),
    );
    expect(harvest(system.root)).toEqual(before);
    for (const { cure } of OBSTACLES) cure?.(system.root);
  });

  it('is told before the start what its code requires, and in its last line what to do without the image that fails', async () => {
    const { exitCode, stdout, stderr } = await dev(
      '--adopt',
      '--only',
      `communication-service,${UNBUILDABLE}`,
    );
    expect(exitCode).toBe(1);
    for (const word of ['dev', 'clean'])
      expect(stdout).toContain(
        `Kept docker-compose.${word}.yml, which was written by hand, as docker-compose.${word}.by-hand.yml.\n`,
      );
    for (const name of ['SMTP_PASSWORD', 'ENCRYPTION_KEY'])
      expect(stderr).toMatch(
        new RegExp(
          `^warning: \\[dev/communication-service\\] variables-are-set: environment\\[${name}\\]: is required by the code, and nobody sets it \\(\\.\\./opsconductor/communication-service/main\\.py:\\d+\\)\\. Fix: set it in its construct: environment: { ${name}: `,
          'm',
        ),
      );
    expect(stderr).toContain(`error: the image of ${UNBUILDABLE} was not built:\n`);
    expect(lines(stderr).at(-1)).toMatch(
      /^Fix: correct identity-service\/Dockerfile or what it copies, or leave it out until then \(--without identity-service\); the whole log is in \S+\.log\.$/,
    );
    expect(await system.inspect('dev')).toEqual(new Map());
  });

  it('is told once which secret only the team knows, and which line to write', async () => {
    declareSecrets(system.project);
    const { exitCode, stderr } = await dev('--only', 'communication-service');
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `error: ${secretsFile('dev')} has no SMTP_PASSWORD, which comes from the team. Fix: write into it, without quotes: SMTP_PASSWORD=…, each on a line.`,
    );
    mkdirSync(dirname(secretsFile('dev')), { recursive: true });
    for (const mode of ['dev', 'prod'] as const)
      appendFileSync(secretsFile(mode), `SMTP_PASSWORD=${ODD_VALUE}\n`, { mode: 0o600 });
  });

  it('is healthy in dev, told in 60 lines at most, with the secrets as they were written or made', async () => {
    const started = await dev('--setup', '--only', 'communication-service,network-service');
    expectSuccess(started);
    expect(lines(`${started.stdout}\n${started.stderr}`).length).toBeLessThanOrEqual(60);
    expect(started.stderr).not.toContain('variables-are-set');
    expect(started.stdout).toMatch(
      /^Left out: ai-brain \(not in --only\), asset-service \(not in --only\), /m,
    );
    // its code ends where the key is no Fernet key
    expect(await inside('communication-service', 'dev', 'printenv', 'SMTP_PASSWORD')).toBe(ODD_VALUE);
    const status = await system.must('./scripts/status.sh', 'dev');
    expect(status).toMatch(/\n {2}communication-service +running +healthy .* +current +mounted\n/);
    expect(status).toMatch(/\n {2}Left out: ai-brain \(not in --only\), /);
    expect(status).not.toMatch(/not there/);
    expect(await system.must('./scripts/verify.sh', 'dev')).toContain('Proven: dev matches the source tree.');
  });

  it('misses what was removed by hand in status and verify alike, whatever the shell of whoever looks leaves out', async () => {
    const container = system.container('communication-service', 'dev');
    await docker('rm', '--force', '--volumes', container);
    const shell = { OPSCONDUCTOR_WITHOUT: 'communication-service', OPSCONDUCTOR_PORT_OFFSET: '1' };
    const status = await system.run('./scripts/status.sh', ['dev'], shell);
    expect(status).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/communication-service +not there/),
    });
    const verify = await system.run('./scripts/verify.sh', ['dev'], shell);
    expect(verify).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`there is no container ${container}`),
    });
  });

  it('goes over to prod without what cannot be built, and what requires a service goes with it if that is said', async () => {
    expect((await prod('--replace', '--without', 'ai-brain')).stderr).toContain(
      'error: cannot be left out alone: frontend requires ai-brain. Fix: add --with-dependents to leave out frontend too, or keep what they require.',
    );
    const started = await prod('--setup', '--replace', '--without', `${UNBUILDABLE},ollama`);
    expectSuccess(started);
    expect(lines(`${started.stdout}\n${started.stderr}`).length).toBeLessThanOrEqual(60);
    expect(started.stdout).toContain(`Left out: identity-service (--without), ollama (--without).\n`);
    expect(started.stderr).toContain(
      'note: [prod/frontend] prod-is-built: image: its Dockerfile only starts a development server, so prod serves what npm run build makes, ',
    );
    const status = await system.must('./scripts/status.sh');
    expect(status).toMatch(
      /prod mode, started by Compose\n[\s\S]*Left out: identity-service \(--without\), ollama \(--without\)/,
    );
    expect(status).not.toMatch(/not there|unhealthy/);
    expect(await system.must('./scripts/verify.sh', 'prod')).toContain('Proven: prod ');
  });

  it('serves the frontend’s build in prod, with the address of today in it', async () => {
    const page = await fetch(`http://127.0.0.1:${system.port(3000)}/any/path`);
    expect(await page.text()).toContain(`<p id="api">https://localhost:${system.port(443)}/api/ai-brain</p>`);
    expect(page.headers.get('server')).toBe('nginx');
    await expect(inside('frontend', 'prod', 'node', '--version')).rejects.toThrow();
    expect(readFileSync(join(system.root, 'frontend/Dockerfile'), 'utf8')).not.toContain('AS prod');
  });

  it('captures packets in prod by the capabilities of tcpdump’s file', async () => {
    // its health check talks on lo every two seconds
    const capture = ['timeout', '20', 'tcpdump', '-i', 'lo', '-c', '1', '-w', '/dev/null'];
    await inside('network-service', 'prod', ...capture);
    expect(await inside('network-service', 'prod', 'id', '-u')).toBe('10001');
  });

  it.skipIf(TERRAFORM_LACK)('is deployed without some of it by Terraform, and status says so', async () => {
    await system.must('./scripts/stop-prod.sh');
    const environment = {
      OPSCONDUCTOR_WITHOUT: ['ai-brain', 'asset-service', 'network-service', UNBUILDABLE].join(','),
      OPSCONDUCTOR_WITH_DEPENDENTS: '1',
    };
    expect(await attempt(system, 'apply', 'dev', environment)).toMatchObject({ exitCode: 0 });
    expect(await inside('communication-service', 'dev', 'printenv', 'SMTP_PASSWORD')).toBe(ODD_VALUE);
    const status = await system.must('./scripts/status.sh');
    expect(status).toMatch(
      /dev mode, started by Terraform\n[\s\S]*Left out: .*frontend \(requires ai-brain\)/,
    );
    expect(status).not.toMatch(/not there/);
    expect(await attempt(system, 'destroy', 'dev', environment)).toMatchObject({ exitCode: 0 });
  });
});
