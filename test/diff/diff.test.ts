import { describe, expect, it } from 'vitest';
import { diffSystems } from '../../lib/diff/system-diff.js';
import { renderDiff } from '../../lib/diff/text.js';
import { verdictOf } from '../../lib/diff/verdict.js';
import { containerPort, hostPort } from '../../lib/model/port.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { bind, built, serviceSpec, systemSpec, volume } from '../spec.js';

const api = (more: Partial<ServiceSpec> = {}) => serviceSpec('dev', more as object);
const dev = (...services: ServiceSpec[]) => ({ system: systemSpec('dev', services as never) });

function text(before: readonly ServiceSpec[], after: readonly ServiceSpec[]): string {
  const diff = diffSystems([{ before: dev(...before), after: dev(...after) }]);
  return renderDiff({ diff, verdict: verdictOf(diff), remarks: [] });
}

describe('the difference of two systems', () => {
  it('is none where they are the same', () => {
    expect(text([api()], [api()])).toBe('No differences.');
  });

  it('is a new live path', () => {
    const mounts = [...api().mounts, bind('api/tools', '/app/tools')];
    expect(text([api()], [api({ mounts })])).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      api: dev replaced
        + mount /app/tools: api/tools, a directory, read-only  (dev)"
    `);
  });

  it('is a port that is opened', () => {
    const published = [{ container: containerPort(3000), host: hostPort(8000), address: '0.0.0.0' as const }];
    expect(text([api()], [api({ published })])).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      ! port: api: opens 0.0.0.0:8000 (its port 3000): every network of the host reaches it  (dev)

      api: dev replaced
        + port 3000: 0.0.0.0:8000  (dev)"
    `);
  });

  it('is a data volume of another name, which starts empty', () => {
    const [before, after] = ['acme-data-dev', 'acme-files-dev'].map((name) =>
      api({ mounts: [volume(name)] }),
    );
    expect(text([before as ServiceSpec], [after as ServiceSpec])).toMatchInlineSnapshot(`
      "DATA AT STAKE: 1 data volume no longer mounted. 1 service replaced.

      ! lost data: api: acme-files-* takes the place of acme-data-* and starts empty; what is in acme-data-* stays there, and is not seen  (dev)

      api: dev replaced
        ~ data volume /data: acme-data-* → acme-files-*  (dev)"
    `);
  });

  it('is of a long value only what differs, with a little around it', () => {
    const asking = (port: number) => {
      const check = serviceSpec('dev').healthCheck;
      const test = [
        'CMD',
        'curl',
        '--fail',
        '--silent',
        '--max-time',
        '4',
        `http://127.0.0.1:${port}/health/ready`,
      ];
      return api({ healthCheck: { ...(check as NonNullable<typeof check>), test } });
    };
    expect(text([asking(3000)], [asking(3001)])).toContain(
      '~ health check: …0.1:3000/health/ready → …0.1:3001/health/ready  (dev)',
    );
  });

  it('is told once for services that have nothing of their own to tell', () => {
    const all = (user: string) =>
      ['a', 'b', 'c'].map((name) => api({ name, container: `acme-${name}-dev`, user }));
    expect(text(all('1:1'), all('2:2'))).toMatchInlineSnapshot(`
      "No data touched. 3 services replaced.

      a, b, c
        ~ right user: 1:1 → 2:2  (dev)

      a, b, c: dev replaced"
    `);
  });

  it('is a service of another name', () => {
    const before = api({ image: built('api') });
    const after = api({ name: 'gateway', container: 'acme-gateway-dev', image: built('api') });
    expect(text([before], [after])).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      gateway (was api): dev replaced
        ~ container: acme-api-* → acme-gateway-*  (dev)"
    `);
  });

  it('names variables and never shows what they are', () => {
    const before = api({ environment: { TOKEN: ['hunter2'], OLD: ['x'] } });
    const after = api({ environment: { TOKEN: ['hunter3'], NEW: ['hunter4'] } });
    const said = text([before], [after]);
    expect(said).not.toContain('hunter');
    expect(said).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      api: dev replaced
        + environment NEW  (dev)
        - environment OLD  (dev)
        ~ environment TOKEN is another  (dev)"
    `);
  });
});
