import { describe, expect, it } from 'vitest';
import { backupPlan, dataWord, stampOf } from '../../lib/model/backup.js';
import { exampleApp } from '../system.js';

const { prod, stacks } = exampleApp();
const said = new Map(stacks.prod.all.map(({ name, backup }) => [name, backup]));
const planned = (system = prod, declared = said) => backupPlan(system, (service) => declared.get(service));

describe('what is backed up', () => {
  it('is each data volume: a database by its own tools, everything else as files', () => {
    const { parts, leftOut } = planned();
    expect(parts.map(({ word, service, method }) => [word, service, method])).toEqual([
      ['gateway_data', 'gateway', 'files'],
      ['postgres_data', 'postgres', 'postgres'],
      ['prefect_data', 'prefect-server', 'files'],
      ['redis_data', 'redis', 'redis'],
    ]);
    expect(leftOut).toEqual(['ollama_models']);
  });

  it('is files alone where the construct says so', () => {
    const { parts } = planned(prod, new Map([['postgres', 'files' as const]]));
    expect(parts.find(({ word }) => word === 'postgres_data')?.method).toBe('files');
  });

  it('knows a database by where its data is, and a cache by its image', () => {
    const methods = (image: string, target: string) =>
      planned({
        ...prod,
        services: prod.services.flatMap((service) =>
          service.name === 'redis'
            ? [
                {
                  ...service,
                  image: { kind: 'external' as const, upstream: image, reference: image },
                  mounts: service.mounts.map((mount) => ({ ...mount, target })),
                },
              ]
            : [],
        ),
      }).parts.map(({ method }) => method);
    expect(methods('registry.example.com:5000/team/postgres@sha256:00', '/var/lib/postgresql')).toEqual([
      'postgres',
    ]);
    expect(methods('localhost/shop/database:prod-1', '/var/lib/mysql')).toEqual(['mariadb']);
    expect(methods('mysql:8', '/var/lib/mysql')).toEqual(['files']);
    expect(methods('valkey/valkey:8', '/data')).toEqual(['redis']);
    expect(methods('example.com/redis', '/data')).toEqual(['redis']);
    expect(methods('minio/minio', '/data')).toEqual(['files']);
  });

  it('has the same word after a restore, whose moment is in the name of the volume', () => {
    const stamp = stampOf(new Date('2030-01-31T08:09:10.5Z'));
    expect(stamp).toBe('20300131-080910');
    expect(dataWord(prod, `opsconductor-postgres_data.${stamp}-clean`)).toBe('postgres_data');
    expect(dataWord(prod, 'opsconductor-postgres_data-clean')).toBe('postgres_data');
  });
});
