import { describe, expect, it } from 'vitest';
import { diffSystems } from '../../lib/diff/system-diff.js';
import { renderDiff } from '../../lib/diff/text.js';
import { verdictOf } from '../../lib/diff/verdict.js';
import type { ComposeAttributes } from '../../lib/model/compose-attributes.js';
import { asTold } from '../../lib/synth/told.js';
import { serviceSpec, systemSpec } from '../spec.js';

const side = (compose: ComposeAttributes, ofAll: ComposeAttributes = {}) => {
  const service = serviceSpec('dev', { name: 'web', mounts: [], plain: true, compose });
  return { system: asTold({ ...systemSpec('dev', [service]), compose: ofAll }, '/src') };
};

function text(before: Parameters<typeof side>, after: Parameters<typeof side>): string {
  const diff = diffSystems([{ before: side(...before), after: side(...after) }]);
  return renderDiff({ diff, verdict: verdictOf(diff), remarks: [] });
}

describe('a change of what only Compose is told', () => {
  it('is each attribute by its path', () => {
    expect(
      text(
        [
          {
            shm_size: '64m',
            deploy: { resources: { limits: { memory: '1G' } } },
            extra_hosts: ['a:1.1.1.1'],
          },
        ],
        [{ shm_size: '1g', deploy: { resources: { limits: { memory: '2G' } } }, extra_hosts: ['a:2.2.2.2'] }],
      ),
    ).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      web: dev replaced
        ~ Compose deploy.resources.limits.memory: 1G → 2G  (dev)
        - Compose extra_hosts a:1.1.1.1  (dev)
        + Compose extra_hosts a:2.2.2.2  (dev)
        ~ Compose shm_size: 64m → 1g  (dev)"
    `);
  });

  it('is a mount, a port and a data volume where it is one, and told once', () => {
    const volumes = { volumes: { media: null } };
    expect(
      text(
        [{ volumes: ['media:/media', './site:/site'], ports: ['8080:80'] }, volumes],
        [{ volumes: ['./page:/site'], ports: ['8090:80'] }, volumes],
      ),
    ).toMatchInlineSnapshot(`
      "DATA AT STAKE: 1 data volume no longer mounted. 1 service replaced.

      ! lost data: web: nothing mounts acme-dev_media any more; what is in it stays there, and is not seen  (dev)
      ! port: web: opens 0.0.0.0:8090 (its port 80): every network of the host reaches it  (dev)

      web: dev replaced
        - data volume /media: acme-dev_media  (dev)
        ~ mount /site: site, a directory, writable → page, a directory, writable  (dev)
        ~ port 80: 0.0.0.0:8080 → 0.0.0.0:8090  (dev)"
    `);
  });

  it('is of the whole file where a service uses that, and a right of the host is told first', () => {
    const media = (type: string) => ({ volumes: { media: { driver_opts: { type } }, other: null } });
    expect(
      text(
        [{ volumes: ['media:/media'] }, media('nfs')],
        [{ volumes: ['media:/media'], privileged: true, pid: 'host' }, media('cifs')],
      ),
    ).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      ! right: web: gets privileged true  (dev)
      ! right: web: gets pid host  (dev)

      web: dev replaced
        + Compose pid: host  (dev)
        + Compose privileged: true  (dev)
        ~ Compose volumes.media.driver_opts.type: nfs → cifs  (dev)"
    `);
  });

  it('shows no value of an environment, of a build argument or of a config', () => {
    const before = { environment: { KEY: 'hunter2' }, build: { args: { TOKEN: 'hunter2' } }, configs: ['c'] };
    const content = (text: string) => ({ configs: { c: { content: text } } });
    const said = text(
      [before, content('hunter2')],
      [
        { environment: { KEY: 'hunter3' }, build: { args: { TOKEN: 'hunter3' } }, configs: ['c'] },
        content('hunter3'),
      ],
    );
    expect(said).not.toMatch(/hunter/);
    expect(said).toContain('~ Compose environment.KEY is another');
    expect(said).toContain('~ Compose build.args.TOKEN is another');
    expect(said).toContain('~ Compose configs.c.content is another');
  });
});
