import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { init } from '../../cli/init.js';
import { imageName } from '../../lib/model/image.js';
import type { Mode } from '../../lib/model/mode.js';
import { describe as describeSystem } from '../../lib/synth/description.js';
import { readSettings } from '../../lib/synth/settings.js';
import { projectAt } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { call } from './call.js';
import { type FakeContainer, fakeDocker } from './fake-docker.js';
import { copyProject, type Outcome } from './project-copy.js';
import type { EngineState, Use } from './start-uses.js';
import { USES } from './uses.js';

const cases = (kind: 'right' | 'wrong') =>
  Object.entries(USES).flatMap(([command, uses]) =>
    uses[kind].map((use) => ({
      command,
      use,
      title: [command, use.words, environmentOf(use)].join(' ').trim(),
    })),
  );

function environmentOf({ engine, environment = {} }: Use): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [...(engine ? [`(engine: ${engine})`] : []), ...variables].join(' ');
}

/** `test/docs/page-commands.test.ts` holds that what the pages have is among these. */
describe('each command', () => {
  let copy: string;
  let containers: Readonly<Record<Mode, readonly FakeContainer[]>>;
  beforeAll(() => {
    copy = copyProject();
    const { systems } = describeSystem(
      readSettings(projectAt(copy), { XDG_CONFIG_HOME: join(copy, 'home') }),
    );
    const of = (mode: Mode): FakeContainer[] =>
      systems[mode].services.map(({ name, container, image }) => ({
        ...{ name: container, mode, service: name, image: imageName(image) },
      }));
    containers = { dev: of('dev'), prod: of('prod') };
    // the Compose setup of the README's example
    const text = 'services: {web: {image: "nginx:1", user: "1", healthcheck: {test: "true"}}}\n';
    for (const name of ['docker-compose.yml', 'docker-compose.prod.yml', 'compose.yaml'])
      writeFileSync(join(copy, name), text);
    for (const name of ['docker-compose.override.yml', 'compose.dev.yaml', 'compose.prod.yaml'])
      writeFileSync(join(copy, name), 'services: {}\n');
  }, 120_000);

  function engine(state: EngineState): Readonly<Record<string, string>> {
    if (state === 'none') return {};
    const mode = state.split(' ')[0];
    const running = mode === 'dev' || mode === 'prod' ? containers[mode] : [];
    const made = state.endsWith('Terraform')
      ? running.map((each) => ({ ...each, engine: 'terraform' as const }))
      : running;
    return { DOCKER_HOST: '', PATH: fakeDocker(made, ...(state === 'offline' ? ['empty', 'offline'] : [])) };
  }

  function attempt(command: string, { words, engine: state = 'idle', environment }: Use): Promise<Outcome> {
    const said = words.replace('TARGET', join(plant(), 'new')).replace('FILE', join(copy, 'cdktf.json'));
    const args = said.split(' ').filter((word) => word !== '');
    // the one command that needs no project
    if (command === 'init') return call(words === '' ? plant() : copy, args, {}, () => init(args));
    const all = [command, ...args];
    // nobody's ports, for those of the sample may be in use on this machine
    return call(copy, all, { OPSCONDUCTOR_PORT_OFFSET: '12345', ...engine(state), ...environment });
  }

  it('is used wrongly in three ways at least', () => {
    for (const [command, { wrong }] of Object.entries(USES))
      expect(wrong.length, command).toBeGreaterThanOrEqual(3);
  });

  it.each(cases('right'))('ends well: $title', async ({ command, use }) => {
    const { code, stdout, stderr } = await attempt(command, use);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expectLines(stdout, use.says);
  });

  it('says how to start what has never been started, for docker compose has no files of it', async () => {
    const { code, stderr } = await call(copyProject(), ['compose', 'prod', 'ps'], engine('idle'));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: prod mode has never been started here. Fix: start it: ./scripts/prod-mode.sh.\n',
    });
  });

  it.each(cases('wrong'))('says in one line what is wrong: $title', async ({ command, use }) => {
    const { code, stdout, stderr } = await attempt(command, use);
    expectLines(stderr, use.says);
    expect(code).toBe(use.code ?? 2);
    expect(stdout).toMatch(use.engine === 'offline' ? /^/ : /^$/);
    expect(stderr).not.toMatch(/\n\s+at |node:internal/);
  });
});

/** `*` stands for anything. */
function expectLines(text: string, says: Use['says']): void {
  const lines = text.split('\n').slice(0, -1);
  const [first, last] = typeof says === 'string' ? [says, says] : says;
  const escaped = (part: string) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  const pattern = (line: string) => new RegExp(`^${line.split('*').map(escaped).join('.*')}$`);
  expect(lines[0] ?? '').toMatch(pattern(first));
  expect(lines.at(-1) ?? '').toMatch(pattern(last));
  if (typeof says === 'string') expect(lines.length).toBeLessThanOrEqual(1);
}
