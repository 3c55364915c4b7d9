import { describe, expect, it } from 'vitest';
import { imageReader } from '../../lib/rules/image.js';
import { startedBy } from '../../lib/rules/started.js';
import { CONVENTIONS } from '../conventions.js';
import { built, fakeFacts, type service, system, type Tree } from './world.js';

/** `directory: words`, one for each program that a service starts in /app. */
function started(command: readonly string[], tree: Tree = {}, rest: Parameters<typeof service>[0] = {}) {
  const facts = fakeFacts({ 'api/Dockerfile': 'FROM x\nWORKDIR /app\nCOPY . .\n', ...tree });
  const dev = system('dev', [built('api', { command, ...rest })]);
  const [api] = dev.services;
  if (!api) throw new Error('the system has no service');
  const input = { dev, facts, conventions: CONVENTIONS, ...imageReader(facts) };
  return startedBy(api, input).map(({ words, workdir }) => `${workdir}: ${words.join(' ')}`);
}
const line = (text: string, tree: Tree = {}) => started(['sh', '-c', text], tree);

describe('what a service starts', () => {
  it.each([
    'exec',
    'env',
    'nice',
    'nohup',
    'setsid',
    'command',
    'npx',
    'bunx',
    'tini --',
    'dumb-init',
    'catatonit',
    '/usr/local/bin/docker-entrypoint.sh',
    'env A=1',
    'pipenv run',
    'poetry run',
    'uv run',
    'pdm run',
    'rye run',
    'hatch run',
    'npm exec --',
    'pnpm exec',
    '/usr/bin/yarn exec',
    'bundle exec',
    'A=1 LONG_NAME=',
    'exec env A=1 poetry run',
  ])('is what stands behind %s', (wrapper) => {
    expect(started([...wrapper.split(' '), 'serve', '-x'])).toEqual(['/app: serve -x']);
  });

  it.each([
    'myenv',
    'envs',
    'xpoetry run',
    'poetry xrun',
    'poetry runs',
    'xnpm exec',
    'npm execs',
    'xbundle exec',
    'bundle execs',
    'bundle install',
    'x-A=1',
    '=1',
    'sudo',
  ])('is %s itself', (program) => {
    expect(started([...program.split(' '), 'serve'])).toEqual([`/app: ${program} serve`]);
  });

  it('is the wrapper itself where nothing stands behind it', () => {
    expect(started(['exec'])).toEqual(['/app: exec']);
    expect(started(['tini', '-g'])).toEqual(['/app: tini -g']);
    expect(started(['poetry', 'run'])).toEqual(['/app: poetry run']);
    expect(started(['A=1'])).toEqual([]);
    expect(started([])).toEqual([]);
  });

  it.each(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', '/bin/sh'])('is what %s runs', (shell) => {
    expect(started([shell, '-c', 'serve a'])).toEqual(['/app: serve a']);
    expect(started([shell, '-eu', '-xc', 'serve a'])).toEqual(['/app: serve a']);
    expect(started([shell, '-e', 'run'], { 'api/run': 'serve a' })).toEqual(['/app: serve a']);
  });

  it.each([
    ['fish', '-c', 'serve'],
    ['shx', '-c', 'serve'],
    ['sh', 'x-c', 'serve'],
    ['sh', '-cx', 'serve'],
    ['sh', '-', '-x'],
    ['sh'],
  ])('is %s %s %s itself', (...command) => {
    expect(started(command)).toEqual([`/app: ${command.join(' ')}`]);
  });

  it('has what a shell line and a script are given, in place of "$@" alone', () => {
    expect(started(['sh', '-c', 'first; exec "$@"', 'name', 'serve', 'a'])).toEqual([
      '/app: first',
      '/app: serve a',
    ]);
    expect(started(['./run.sh', 'a', 'b'], { 'api/run.sh': 'serve "$@" $1' })).toEqual([
      '/app: serve a b \0',
    ]);
    expect(started(['sh', '-c', 'exec "$@"'])).toEqual(['/app: exec']);
    expect(started(['sh', '-c'])).toEqual([]);
  });

  it('is a script itself that cannot be read, or that is none by its name', () => {
    expect(started(['./gone.sh', 'a'])).toEqual(['/app: ./gone.sh a']);
    expect(started(['sh', 'gone'])).toEqual(['/app: sh gone']);
    expect(started(['./run'], { 'api/run': 'serve' })).toEqual(['/app: ./run']);
    expect(started(['./run.sh.bak'], { 'api/run.sh.bak': 'serve' })).toEqual(['/app: ./run.sh.bak']);
  });

  it('comes to an end at a script that starts itself, and not at a chain of scripts', () => {
    expect(started(['./a.sh'], { 'api/a.sh': 'before\n./a.sh' })).toEqual([
      ...Array.from({ length: 8 }, () => '/app: before'),
      '/app: ./a.sh',
    ]);
    const chain = { 'api/a.sh': 'sh b', 'api/b': 'npm start' };
    const json = { 'api/package.json': JSON.stringify({ scripts: { start: 'serve' } }) };
    expect(started(['./a.sh'], { ...chain, ...json })).toEqual(['/app: serve']);
  });

  it('is started where `cd` has led to', () => {
    expect(line('cd web && serve; cd /srv; serve; cd; serve')).toEqual([
      '/app/web: serve',
      '/srv: serve',
      '/srv: serve',
    ]);
    expect(line('cd web && ./run.sh && serve', { 'api/web/run.sh': 'cd deep; go' })).toEqual([
      '/app/web/deep: go',
      '/app/web: serve',
    ]);
  });

  it('is what a script of package.json starts, beside that file', () => {
    const json = (script: string, at = 'api') => ({
      [`${at}/package.json`]: JSON.stringify({ scripts: { go: script } }),
    });
    expect(line('npm run go x', json('serve'))).toEqual(['/app: serve']);
    expect(line('npm --prefix web run go; serve', json('cd deep; node a.js', 'api/web'))).toEqual([
      '/app/web/deep: node a.js',
      '/app: serve',
    ]);
    expect(line('npm run gone', json('serve'))).toEqual(['/app: npm run gone']);
    expect(line('npm run go')).toEqual(['/app: npm run go']);
    expect(line('npm -w web run go', json('serve'))).toEqual(['/app: npm -w web run go']);
    expect(line('npm run go', { 'api/package.json': '{"scripts": 1}' })).toEqual(['/app: npm run go']);
  });

  it('is not known where only a running shell knows it', () => {
    expect(line('$SERVER --port 80')).toEqual(['/app: \0 --port 80']);
    expect(line('"$@"x serve')).toEqual(['/app: \0@x serve']);
  });

  it('is an entrypoint alone where the service has one and no command: the image’s command is not its', () => {
    const dockerfile = 'FROM x\nENTRYPOINT ["of-image"]\nCMD ["-x"]\n';
    const of = (rest: Parameters<typeof service>[0]) => {
      const facts = fakeFacts({ 'api/Dockerfile': dockerfile });
      const dev = system('dev', [built('api', rest)]);
      const input = { dev, facts, conventions: CONVENTIONS, ...imageReader(facts) };
      return dev.services.flatMap((api) => startedBy(api, input)).map(({ words }) => words.join(' '));
    };
    expect(of({ entrypoint: ['serve'] })).toEqual(['serve']);
    expect(of({ entrypoint: ['serve'], command: ['-y'] })).toEqual(['serve -y']);
    expect(of({ command: ['-y'] })).toEqual(['of-image -y']);
    expect(of({})).toEqual(['of-image -x']);
  });

  it('is where the system has its code for an image from outside, which does not say', () => {
    expect(started(['serve'], {}, { image: { kind: 'external', reference: 'x' } })).toEqual(['/app: serve']);
    expect(started(['serve'], {}, { workdir: '/w' })).toEqual(['/w: serve']);
  });
});
