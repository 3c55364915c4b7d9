import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../lib/compose/read/config.js';
import { parseCompose } from '../../lib/compose/read/parse.js';
import type { ComposeOptions } from '../../lib/compose/read/parsed.js';
import { renderCompose } from '../../lib/compose/write/render.js';
import { composeConfig, hasCompose } from '../../lib/engine/compose-config.js';
import type { Mode } from '../../lib/model/mode.js';
import { CONVENTIONS } from '../conventions.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';
import { exampleApp } from '../system.js';
import { SETUPS, type Setup } from './setups.js';
import { tagsOf, written } from './systems.js';

/** Compose's binary alone is needed, no engine. */
const compose = await hasCompose();
const directory = mkdtempSync(join(tmpdir(), 'opsconductor-compose-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function readBothWays(
  { title, files, main = ['compose.yml'], env = {}, envFiles, profiles }: Setup,
  mode: Mode = 'dev',
) {
  const root = join(directory, `setup-${title.replaceAll(/\W/g, '-')}`, 'Root_Of.It');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const options: ComposeOptions = {
    mode,
    root,
    conventions: CONVENTIONS,
    env: { PATH: process.env.PATH, HOME: '/home/dev', ...env },
    ...(envFiles ? { envFiles: envFiles.map((file) => join(root, file)) } : {}),
    ...(profiles ? { profiles } : {}),
    readFile: (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
  const paths = main.map((file) => join(root, file));
  const own = parseCompose(
    paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })),
    options,
  );
  const config = await composeConfig({ files: paths, ...options });
  if ('problem' in config) throw new Error(config.problem);
  return { own, theirs: parseConfig(config, own, options) };
}

describe.skipIf(!compose)('a setup reads the same by the own parser and by docker compose config', () => {
  it.each(SETUPS)('$title', async (setup) => {
    const { own, theirs } = await readBothWays(setup);
    expect(own.system).toEqual(theirs.system);
    expect(own.system.services.length).toBeGreaterThan(0);
    expect([...own.problems, ...theirs.problems]).toEqual([]);
  });

  it.each(['dev', 'prod'] as const)('a generated file of %s, and both are its system', async (mode) => {
    const system = exampleApp()[mode];
    const files = { 'compose.yml': renderCompose(system) };
    const { own, theirs } = await readBothWays(
      // without them Compose refuses the file
      { title: mode, files, env: { ...tagsOf(system), POSTGRES_PASSWORD: 'x', SETUP_SECRET: 'x' } },
      mode,
    );
    expect(own.system).toEqual(written(system));
    expect(theirs.system).toEqual(written(system));
  });

  it('a generated file with text that readers of YAML are known to trip over', async () => {
    const texts = [
      ...[
        '2020-01-01',
        '2020-01-01T10:00:00Z',
        '1_000',
        '7_8',
        '0x_f',
        '0b11',
        '0777',
        '1e3',
        '.5',
        '.inf',
        '12:30:45',
      ],
      ...[
        'yes',
        'off',
        'null',
        '~',
        '',
        '=',
        '<<',
        '!x',
        '%a',
        '@a',
        '`a',
        '- a',
        'a: b',
        'a #b',
        '? a',
        '---',
        '...',
      ],
      ...[
        ' ',
        '\n',
        ' \n',
        '\n \n',
        'a\n',
        'a\n\nb',
        'a \nb',
        '  a\nb',
        'a\tb',
        '\ta',
        'a\r\nb',
        '"',
        "'",
        '\\',
        '\\n',
      ],
      ...[
        '\u0085',
        '\u2028',
        'a\u2029b',
        '\ufeff',
        '\u0007',
        '\u007f',
        '\u{1f600}',
        'ü文',
        '$',
        '$$',
        '$A',
        '$' + '{A}',
      ],
    ];
    const environment = Object.fromEntries(texts.map((text, i) => [`E${i}`, text === '' ? [] : [text]]));
    const service = serviceSpec('prod', {
      environment,
      command: texts,
      labels: Object.fromEntries(texts.map((text, i) => [`l${i}`, text])),
      healthCheck: { test: ['CMD', ...texts], interval: 1, timeout: 1, retries: 1, startPeriod: 0 },
      mounts: [volume('7_8')],
      exceptions: Object.fromEntries(texts.map((text, i) => [`rule-${i}`, text])),
    });
    const system = systemSpec('prod', [service]);
    const { own, theirs } = await readBothWays(
      { title: 'texts', files: { 'compose.yml': renderCompose(system) }, env: { A: 'set' } },
      'prod',
    );
    expect(own.system).toEqual(written(system));
    expect(theirs.system).toEqual(written(system));
  });
});
