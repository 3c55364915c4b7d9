import { expect, it } from 'vitest';
import type { Description } from '../../lib/synth/description.js';
import type { FoundContainer } from '../../lib/verify/containers.js';
import { Findings } from '../../lib/verify/findings.js';
import { reportBehind, reportLate } from '../../lib/verify/standing.js';
import { plant } from '../disk/tree.js';
import { serviceSpec } from '../spec.js';

const stale = (source: string) => ({ source, target: `/app/${source}`, sees: '/old' });

/** What verify says of a service that is behind with this. */
function said(paths: { readonly stale?: string; readonly newer?: readonly string[] }): string[] {
  const findings = new Findings('api', 'acme-api-dev');
  const sourceRoot = plant({ 'main.py': '' });
  const container = { name: 'acme-api-dev' } as FoundContainer;
  const behind = {
    service: serviceSpec('dev'),
    stale: paths.stale === undefined ? [] : [stale(paths.stale)],
    newer: paths.newer ?? [],
  };
  reportBehind({ settings: { sourceRoot } } as Description, container, behind, findings);
  reportLate(container, behind, findings);
  return findings.problems;
}

it.each<[string, Parameters<typeof said>[0], string]>([
  [
    'was replaced',
    { stale: 'main.py', newer: ['main.py'] },
    '/app/main.py is stale: the container sees /old, not the current main.py; docker restart acme-api-dev fixes it',
  ],
  [
    'is gone',
    { stale: 'gone.py' },
    '/app/gone.py is stale: gone.py is gone; put it back before acme-api-dev is restarted, which would not start without it',
  ],
  [
    'changed after its program began',
    { newer: ['data/a', 'data/b'] },
    'its program began before data/a and 1 more changed; docker restart acme-api-dev fixes it',
  ],
])('verify says of a service the file of which %s how that is mended', (_, paths, problem) => {
  expect(said(paths)).toEqual([problem]);
});
