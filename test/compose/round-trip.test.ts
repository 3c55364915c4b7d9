import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCompose } from '../../lib/compose/read/parse.js';
import { renderCompose } from '../../lib/compose/write/render.js';
import type { SystemSpec } from '../../lib/model/service-spec.js';
import { CONVENTIONS } from '../conventions.js';
import { serviceSpec, systemSpec } from '../spec.js';
import { exampleApp } from '../system.js';
import { anySystem, tagsOf, written } from './systems.js';

function parsed(system: SystemSpec, env: Readonly<Record<string, string>> = {}) {
  return parseCompose([{ path: '/src/docker-compose.yml', text: renderCompose(system) }], {
    mode: system.mode,
    root: '/src',
    conventions: CONVENTIONS,
    env: { ...tagsOf(system), ...env },
    readFile: () => undefined,
  });
}

describe('a rendered system is read back', () => {
  it.each(['dev', 'prod'] as const)('where it is the sample in %s', (mode) => {
    const system = exampleApp()[mode];
    const { system: read, problems, leftOut } = parsed(system);
    expect(read).toStrictEqual(written(system));
    expect([...problems, ...leftOut]).toEqual([]);
  });

  it('where its secrets have forms, and are encoded in URLs', () => {
    const environment = { KEY: [{ secret: 'KEY' }], URL: ['db://', { secret: 'KEY' }, '@db'] };
    const secretForms = { KEY: 'fernet' } as const;
    const system = systemSpec('prod', [serviceSpec('prod', { environment, secretForms })]);
    expect(parsed(system).system).toEqual(written(system));
  });

  it('where a service has a name that older readers take for false', () => {
    const { problems, leftOut } = parsed(systemSpec('dev', [serviceSpec('dev', { name: 'n' })]));
    expect([...problems, ...leftOut]).toEqual([]);
  });

  it('where it is any', () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        const { system: read, problems, leftOut } = parsed(system);
        expect(read).toEqual(written(system));
        expect([...problems, ...leftOut]).toEqual([]);
      }),
      { numRuns: 100, interruptAfterTimeLimit: 40_000 },
    );
  });
});
