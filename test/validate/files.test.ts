import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DiskFacts } from '../../lib/disk/facts.js';
import { asTold } from '../../lib/synth/told.js';
import { runValidation } from '../../lib/validate/validation.js';
import { built, serviceSpec, systemSpec } from '../spec.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'twomode-files-')));
mkdirSync(join(root, 'web/site'), { recursive: true });
writeFileSync(join(root, 'web/Dockerfile'), 'FROM python:3.12-slim\nCOPY . /code\n');
writeFileSync(join(root, 'web/app.py'), '');
writeFileSync(join(root, 'web/site/index.html'), '');
afterAll(() => rmSync(root, { recursive: true }));

describe('validate --files', () => {
  it('calls what only Compose is told to mount live, as it does what a property mounts', async () => {
    const compose = { volumes: ['./web/site:/code/site:ro'] };
    const web = serviceSpec('dev', { name: 'web', image: built('web'), mounts: [], compose });
    const dev = systemSpec('dev', [web]);
    const { conventions } = dev;
    const { text } = await runValidation(
      {
        directory: root,
        conventions,
        rules: { own: [], without: {} },
        more: [],
        subject: () => ({
          ...{ root, home: root, dev, prod: undefined, findings: [], facts: new DiskFacts(root) },
          told: () => ({ dev: asTold(dev, root), prod: undefined }),
          locate: () => ({ file: root, line: 1 }),
        }),
      },
      { files: true },
    );
    expect(text.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      'web',
      'baked web/Dockerfile copied in line 2 of Dockerfile',
      'baked web/app.py copied in line 2 of Dockerfile',
      'live web/site/index.html mounted at /code/site',
      '',
    ]);
  });
});
