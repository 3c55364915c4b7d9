import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Finding, formatFinding } from '../../model/finding.js';
import type { Mode } from '../../model/mode.js';
import type { ServiceSpec, SystemSpec } from '../../model/service-spec.js';
import { check, checkSystem, RULES } from '../../rules/check.js';
import { bind, built, published, serviceSpec, systemSpec, volume } from '../spec.js';
import { exampleApp } from '../system.js';

/** What `mode/service` is said to do wrong and where; a service of prod can be given what its type refuses. */
function found(mode: Mode, ...services: Partial<ServiceSpec>[]): string[] {
  const specs = services.map((service) => serviceSpec<Mode>(mode, service));
  return checkSystem(systemSpec<Mode>(mode, specs)).map(({ rule, where, at }) => `${where} ${rule} ${at}`);
}

const shared = bind('shared', '/app/shared');

describe('known-dependencies', () => {
  it('finds a service that waits for one the stack does not have', () => {
    expect(found('prod', { name: 'api', dependsOn: ['db', 'cache'] }, { name: 'db' })).toEqual([
      'prod/api known-dependencies dependsOn[cache]',
    ]);
  });

  it('is silent where all are there, in whatever order', () => {
    expect(found('dev', { name: 'api', dependsOn: ['db'] }, { name: 'db' })).toEqual([]);
  });
});

describe('no-bind-in-prod', () => {
  it('finds each bind mount in prod', () => {
    const mounts = [bind('api/main.py', '/app/main.py'), volume('data'), bind('api/data', '/app/data')];
    expect(found('prod', { mounts })).toEqual([
      'prod/api no-bind-in-prod mounts[/app/main.py]',
      'prod/api no-bind-in-prod mounts[/app/data]',
    ]);
  });

  it('is silent about volumes in prod, and about the same mounts in dev', () => {
    expect(found('prod', { mounts: [volume('data')] })).toEqual([]);
    expect(found('dev', { mounts: [bind('api/main.py', '/app/main.py'), shared] })).toEqual([]);
  });
});

describe('no-whole-directory', () => {
  it('finds the service’s directory mounted whole, wherever it goes', () => {
    expect(found('dev', { image: built('api'), mounts: [bind('api', '/srv'), shared] })).toEqual([
      'dev/api no-whole-directory mounts[/srv]',
    ]);
  });

  it('finds anything mounted over all of the image’s code', () => {
    expect(found('dev', { image: built('api'), mounts: [bind('api/src', '/app'), shared] })).toEqual([
      'dev/api no-whole-directory mounts[/app]',
    ]);
  });

  it('is silent about a directory within, and about a volume at /app', () => {
    const mounts = [bind('api/src', '/app/src'), volume('app', '/app'), shared];
    expect(found('dev', { image: built('api'), mounts })).toEqual([]);
  });
});

describe('shared-is-mounted', () => {
  it.each([
    ['nothing', []],
    ['shared elsewhere', [bind('shared', '/shared')]],
    ['another directory in its place', [bind('api/shared', '/app/shared')]],
    ['a volume in its place', [volume('shared', '/app/shared')]],
  ])('finds an application in dev with %s', (_, mounts) => {
    expect(found('dev', { mounts })).toEqual(['dev/api shared-is-mounted mounts']);
  });

  it('is silent about backing services, and about prod', () => {
    expect(found('dev', { kind: 'backing', mounts: [] })).toEqual([]);
    expect(found('prod', { mounts: [] })).toEqual([]);
  });
});

describe('unique-host-ports', () => {
  it('finds the second and the third holder of a port, in their own places', () => {
    const ports = { published: [published(8000)] };
    expect(found('dev', { name: 'a', ...ports }, { name: 'b', ...ports }, { name: 'c', ...ports })).toEqual([
      'dev/b unique-host-ports published[8000]',
      'dev/c unique-host-ports published[8000]',
    ]);
  });

  it('finds a service that publishes one port twice', () => {
    expect(found('dev', { published: [published(8000), published(8000)] })).toHaveLength(1);
  });

  it('is silent where only the container ports are the same', () => {
    expect(
      found('dev', { name: 'a', published: [published(1)] }, { name: 'b', published: [published(2)] }),
    ).toEqual([]);
  });
});

describe('unique-targets', () => {
  it('finds two mounts at one place, of whatever kind', () => {
    const mounts = [bind('api/data', '/data'), volume('data', '/data'), shared];
    expect(found('dev', { mounts })).toEqual(['dev/api unique-targets mounts[/data]']);
  });

  it('is silent about one mount below another', () => {
    expect(found('dev', { mounts: [bind('a', '/data'), bind('b', '/data/b'), shared] })).toEqual([]);
  });
});

describe('separate-volumes', () => {
  const dev = (name: string) => systemSpec('dev', [serviceSpec('dev', { mounts: [shared, volume(name)] })]);
  const prod = (name: string) => systemSpec('prod', [serviceSpec('prod', { mounts: [volume(name)] })]);

  it('finds a volume that dev and prod share', () => {
    expect(check(dev('data'), prod('data')).map(({ rule, where, at }) => `${where} ${rule} ${at}`)).toEqual([
      'dev separate-volumes volumes[data]',
    ]);
  });

  it('is silent where each has its own', () => {
    expect(check(dev('data-dev'), prod('data-clean'))).toEqual([]);
  });
});

describe('all rules together', () => {
  it('find what is wrong in both modes', () => {
    const dev = systemSpec('dev', [serviceSpec('dev', { mounts: [] })]);
    const prod = systemSpec<Mode>('prod', [serviceSpec<Mode>('prod', { mounts: [shared] })]);
    const findings = check(dev, prod as SystemSpec<'prod'>);
    expect(findings.map(({ where, rule }) => [where, rule])).toEqual([
      ['dev/api', 'shared-is-mounted'],
      ['prod/api', 'no-bind-in-prod'],
    ]);
  });

  it('are silent about OpsConductor', () => {
    const { dev, prod } = exampleApp();
    expect(check(dev, prod)).toEqual([]);
  });

  it('are each in the file of their name, and none is forgotten in the list', () => {
    const files = readdirSync(join(import.meta.dirname, '../../rules')).map((file) =>
      file.replace(/\.ts$/, ''),
    );
    const ids = [...RULES.map(({ id }) => id), 'separate-volumes', 'rule', 'check'];
    expect(files.sort()).toEqual(ids.sort());
  });
});

it('a finding is one line to read, with its place, its rule, the problem and what to do', () => {
  const finding: Finding = {
    rule: 'no-bind-in-prod',
    where: 'prod/asset-service',
    at: 'mounts[/app/data]',
    problem: 'binds host path "asset-service/data"',
    fix: 'copy it in the Dockerfile, or declare it live',
  };
  expect(formatFinding(finding)).toBe(
    '[prod/asset-service] no-bind-in-prod: mounts[/app/data]: binds host path "asset-service/data". ' +
      'Fix: copy it in the Dockerfile, or declare it live.',
  );
});
