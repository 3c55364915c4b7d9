import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ComposeAttributes } from '../../lib/model/compose-attributes.js';
import { type ServiceSpec, type SystemSpec, startedOf } from '../../lib/model/service-spec.js';
import { asRun, asTold } from '../../lib/synth/told.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const root = mkdtempSync(join(tmpdir(), 'twomode-told-'));
writeFileSync(join(root, '.env'), 'SITE=./here\n');
afterAll(() => rmSync(root, { recursive: true }));

function system(compose: ComposeAttributes, ofAll: ComposeAttributes = {}): SystemSpec<'dev'> {
  const plain = { mounts: [volume('acme-data-dev')], restart: 'no' as const, plain: true as const };
  const made = systemSpec('dev', [
    serviceSpec('dev', { name: 'web', ...plain, compose }),
    serviceSpec('dev', { name: 'other', mounts: [volume('acme-other-dev', '/other')] }),
  ]);
  return { ...made, conventions: { ...made.conventions, envFile: '.env' }, compose: ofAll };
}

const web = ({ services }: SystemSpec) => services.find(({ name }) => name === 'web') as ServiceSpec;

describe('what only Compose is told', () => {
  it('is known as mounts: of the source root, of the host, volumes of the file, secrets and what others mount', () => {
    const compose = {
      volumes: ['./site:/site:ro', '/etc/hosts:/etc/hosts', 'media:/media', '/cache', '~/x:/home'],
      secrets: ['token'],
      volumes_from: ['other:ro'],
    };
    const more = { volumes: { media: null }, secrets: { token: { file: './token.txt' } } };
    const told = web(asTold(system(compose, more), root, { HOME: '/home/me' }));
    expect(told.mounts.map((mount) => Object.values(mount).join(' '))).toEqual([
      'volume acme-data-dev /data false',
      'bind site /site true dir true',
      'bind /etc/hosts /etc/hosts false file true',
      'volume acme-dev_media /media false',
      'bind /home/me/x /home false dir true',
      'bind token.txt /run/secrets/token true dir true',
      'volume acme-other-dev /other true',
    ]);
  });

  it('is known as a policy, a health check, ports and a command', () => {
    const told = web(
      asTold(
        system({
          deploy: { restart_policy: { condition: 'any' } },
          healthcheck: { test: 'true', interval: '7s' },
          ports: ['8080:80', '53:53/udp'],
          command: ['serve'],
        }),
        root,
      ),
    );
    expect(told).toMatchObject({
      restart: 'always',
      healthCheck: { test: ['CMD-SHELL', 'true'], interval: 7 },
      published: [{ container: 80, host: 8080 }],
      command: ['serve'],
    });
    expect(web(asTold(system({ restart: 'on-failure:3' }), root)).restart).toBe('on-failure');
    expect(web(asTold(system({ restart: '' }), root)).restart).toBe('no');
  });

  it('has the variables of this machine where something runs, and none where it has to be the same everywhere', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose's variable
    const compose = { volumes: ['${SITE:-./there}:/site'] };
    const sourceOf = (told: SystemSpec) =>
      web(told).mounts.flatMap((mount) => ('source' in mount ? [mount.source] : []));
    expect(sourceOf(asTold(system(compose), root, {}))).toEqual(['here']);
    expect(sourceOf(asTold(system(compose), root))).toEqual(['there']);
  });

  it('is nothing to containers of Terraform, nor to a service that has none of it', () => {
    const some = system({ volumes: ['./site:/site'] });
    expect(asRun(some, root, [{ engine: 'terraform' }])).toBe(some);
    expect(asRun(some, root, [{ engine: 'compose' }]).services[1]).toBe(some.services[1]);
  });
});

it('a start starts what has no profile, and what a provider gives is no container', () => {
  const named = (compose: ComposeAttributes) => startedOf(system(compose)).map(({ name }) => name);
  expect(named({ profiles: [] })).toEqual(['web', 'other']);
  expect(named({ profiles: ['tools'] })).toEqual(['other']);
  expect(named({ provider: { type: 'cloud' } })).toEqual(['other']);
});
