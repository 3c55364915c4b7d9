import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { nothingRuns } from '../../lib/deploy/nothing-runs.js';
import { noteStart } from '../../lib/disk/start-note.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec } from '../spec.js';

afterEach(() => vi.unstubAllEnvs());

it('where nothing runs, a system that was started from here under another name is said, and the engine that was used', async () => {
  const row = ['id', 'second-api-dev', 'dev', 'api', 'second', 'spec', '', '', '', 'running', 'Up'].join(
    '\t',
  );
  const bin = plant({ docker: `#!/bin/sh\ncase "$*" in *system=second*) echo '${row}' ;; esac\n` });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  const root = plant();
  const system = systemSpec('dev', [serviceSpec('dev')]);
  const here = { ...named('opsconductor'), sourceRoot: root };
  noteStart(root, { ...system, name: 'opsconductor' }, 'terraform', { portOffset: 0, host: 'localhost' });
  expect(await nothingRuns(here)).toMatchObject({
    message: 'nothing of opsconductor runs',
    fix: expect.stringMatching(/^start it: .*deploy dev$/),
  });
  noteStart(root, { ...system, name: 'second' }, 'compose', { portOffset: 1000, host: 'localhost' });
  expect(await nothingRuns(here, 'dev', './scripts/status.sh')).toMatchObject({
    message: 'nothing of opsconductor runs in dev mode; second does, which was started from here too',
    fix: expect.stringMatching(
      /^OPSCONDUCTOR_NAME=second \.\/scripts\/status\.sh, or start it: .*deploy dev$/,
    ),
  });
});
