import { describe, expect, it } from 'vitest';
import { scriptCall, scriptIn } from '../../lib/dockerfile/scripts.js';

describe('a script of package.json', () => {
  const json = (scripts: unknown) => JSON.stringify({ scripts });

  it('is found by its name', () => {
    expect(scriptIn(json({ a: 'x', b: 'y' }), 'b')).toBe('y');
    expect(scriptIn(json(['x']), '0')).toBe('x');
  });

  it.each([
    json({ a: 'x' }),
    json({ b: 1 }),
    json({ b: null }),
    json({}),
    json(null),
    json('text'),
    json(undefined),
    'null',
    '1',
    '{',
    '',
  ])('is none of %j', (text) => {
    expect(scriptIn(text, 'b')).toBeUndefined();
    expect(scriptIn(text, 'toString')).toBeUndefined();
  });
});

describe('a call of a script', () => {
  const call = (line: string) => {
    const found = scriptCall(line.split(' '));
    return (
      found && `${found.script} in ${found.directory ?? 'its place'}${found.isElsewhere ? ', elsewhere' : ''}`
    );
  };

  it.each([
    ['npm run dev', 'dev in its place'],
    ['npm run-script dev', 'dev in its place'],
    ['/usr/bin/npm start', 'start in its place'],
    ['yarn dev --port 80', 'dev in its place'],
    ['bun dev', 'dev in its place'],
    ['pnpm -s run dev', 'dev in its place'],
    ['npm --prefix web run dev', 'dev in web'],
    ['npm --prefix=web run dev', 'dev in web'],
    ['pnpm -C web dev', 'dev in web'],
    ['pnpm --dir web dev', 'dev in web'],
    ['yarn --cwd a=b dev', 'dev in a=b'],
    ['pnpm --filter web dev', 'dev in its place, elsewhere'],
    ['pnpm --filter=web dev', 'dev in its place, elsewhere'],
    ['pnpm -F web dev', 'dev in its place, elsewhere'],
    ['npm -w web run dev', 'dev in its place, elsewhere'],
    ['npm --workspace web --prefix x run dev', 'dev in x, elsewhere'],
    ['yarn workspace web dev', 'dev in its place, elsewhere'],
    ['npm --prefixes run dev', 'dev in its place'],
    ['npm --workspaces run dev', 'dev in its place'],
    ['npm x--dir', 'x--dir in its place'],
    ['npm x-w', 'x-w in its place'],
    ['npm runs', 'runs in its place'],
    ['npm rerun', 'rerun in its place'],
    ['npm ci:all', 'ci:all in its place'],
    ['npm my-install', 'my-install in its place'],
    ['bun a.json', 'a.json in its place'],
    ['bun ajs', 'ajs in its place'],
  ])('%j is that of %s', (line, expected) => {
    expect(call(line)).toBe(expected);
  });

  it.each([
    'node dev',
    'npmx run dev',
    'cnpm run dev',
    'npm',
    'npm run',
    'npm --prefix',
    'npm install dev',
    'npm ci',
    'yarn add x',
    'pnpm dlx x',
    'bun a.ts',
    'bun run a.tsx',
    'bun a.cjs',
    'bun a.mts',
    'bun a.jsx',
  ])('%j is none', (line) => {
    expect(call(line)).toBeUndefined();
  });

  it('is none without a word', () => {
    expect(scriptCall([])).toBeUndefined();
  });
});
