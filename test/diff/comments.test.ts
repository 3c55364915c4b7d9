import { describe, expect, it } from 'vitest';
import type { Change } from '../../lib/diff/change.js';
import { COMMENT_LIMIT, renderMarkdown } from '../../lib/diff/markdown.js';
import { diffSystems, type SystemDiff } from '../../lib/diff/system-diff.js';
import { verdictOf } from '../../lib/diff/verdict.js';
import type { Mode } from '../../lib/model/mode.js';
import { containerPort, hostPort } from '../../lib/model/port.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { CONVENTIONS } from '../conventions.js';
import { bind, built, serviceSpec, systemSpec, volume } from '../spec.js';

const word = (mode: Mode) => CONVENTIONS.modes[mode];
const api = (mode: Mode, more: Partial<ServiceSpec> = {}) =>
  serviceSpec(mode, {
    image: image(mode, 'api', '1'),
    container: `acme-api-${word(mode)}`,
    ...more,
  } as object);
const store = (mode: Mode, ...volumes: string[]) =>
  serviceSpec(mode, {
    ...{ name: 'store', container: `acme-store-${word(mode)}`, kind: 'backing', dependsOn: [] },
    mounts: volumes.map((name) => volume(`acme-${name}-${word(mode)}`, `/var/${name}`)),
  } as object);

function image(mode: Mode, directory: string, tag: string) {
  return { ...built(directory), mode, tag: `${mode}-${tag}` };
}

const system = (mode: Mode, ...services: ServiceSpec[]) => systemSpec(mode, services as never);

function comment(before: (mode: Mode) => ServiceSpec[], after: (mode: Mode) => ServiceSpec[]): string {
  const modes = ['dev', 'prod'] as const;
  const diff = diffSystems(
    modes.map((mode) => ({
      before: { system: system(mode, ...before(mode)), files: () => new Map([['api/Dockerfile', 'old']]) },
      after: { system: system(mode, ...after(mode)), files: () => new Map([['api/Dockerfile', 'new']]) },
    })),
  );
  return commentOn(
    diff,
    modes.map((mode) => system(mode, ...after(mode))),
  );
}

function commentOn(diff: SystemDiff, systems: Parameters<typeof renderMarkdown>[0]['systems'] = []): string {
  return renderMarkdown({
    diff,
    verdict: verdictOf(diff),
    remarks: ['Compared with main (1a2b3c4).'],
    systems,
  });
}

/** The image's files are not looked at where the tags are the same. */
describe('the comment on', () => {
  it('a new live path', () => {
    const live = (mode: Mode) =>
      mode === 'dev' ? { mounts: [...api('dev').mounts, bind('api/tools', '/app/tools')] } : {};
    expect(
      comment(
        (mode) => [api(mode)],
        (mode) => [api(mode, live(mode) as object)],
      ),
    ).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      ### No data touched. 1 service replaced.

      | service | dev |
      |---|---|
      | api | replaced |

      <details><summary>api</summary>

      - **new** mount /app/tools: api/tools, a directory, read-only (dev)

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });

  it('a live path that is removed', () => {
    const none = (mode: Mode) => (mode === 'dev' ? { mounts: [] } : {});
    expect(
      comment(
        (mode) => [api(mode)],
        (mode) => [api(mode, none(mode))],
      ),
    ).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      ### No data touched. 1 service replaced.

      | service | dev |
      |---|---|
      | api | replaced |

      <details><summary>api</summary>

      - **gone** mount /app/shared: shared, a directory, read-only (dev)

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });

  it('a port that is changed', () => {
    const at = (host: number) => (mode: Mode) => [
      api(mode, {
        published: [
          {
            container: containerPort(3000),
            host: hostPort(host),
            address: mode === 'dev' ? '127.0.0.1' : '0.0.0.0',
          },
        ],
      }),
    ];
    expect(comment(at(8000), at(8010))).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      ### No data touched. 1 service replaced.

      > [!WARNING]
      > - **port**, api: opens 127.0.0.1:8010 (its port 3000) (dev)
      > - **port**, api: opens 0.0.0.0:8010 (its port 3000): every network of the host reaches it (prod)

      | service | dev | prod |
      |---|---|---|
      | api | replaced | replaced |

      <details><summary>api</summary>

      - **changed** port 3000: 127.0.0.1:8000 → 127.0.0.1:8010 (dev)
      - **changed** port 3000: 0.0.0.0:8000 → 0.0.0.0:8010 (prod)

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });

  it('a service that is renamed', () => {
    const user = (mode: Mode, need: string) =>
      serviceSpec(mode, { name: 'web', container: `acme-web-${word(mode)}`, dependsOn: [need] } as object);
    const renamed = (mode: Mode) => api(mode, { name: 'gateway', container: `acme-gateway-${word(mode)}` });
    expect(
      comment(
        (mode) => [api(mode), user(mode, 'api')],
        (mode) => [renamed(mode), user(mode, 'gateway')],
      ),
    ).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      ### No data touched. 1 service replaced.

      | service | dev | prod |
      |---|---|---|
      | gateway (was api) | replaced | replaced |
      | web | – | – |

      \`\`\`mermaid
      flowchart LR
        s_gateway["gateway"]:::changed
        s_web["web"]:::changed
        s_web --> s_gateway
        classDef changed stroke:#d29922,stroke-width:3px
      \`\`\`
      <sub>An arrow means "waits for". Thick: touched; dashed: gone.</sub>

      <details><summary>gateway</summary>

      - **changed** container: acme-api-\\* → acme-gateway-\\*

      </details>

      <details><summary>web</summary>

      - **gone** waits for api
      - **new** waits for gateway

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });

  it('a Dockerfile that is changed', () => {
    expect(
      comment(
        (mode) => [api(mode)],
        (mode) => [api(mode, { image: image(mode, 'api', '2') })],
      ),
    ).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      ### No data touched. 1 service rebuilt.

      | service | dev | prod |
      |---|---|---|
      | api | rebuilt | rebuilt |

      <details><summary>api</summary>

      - **changed** image files: api/Dockerfile

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });

  it('a data volume that is added', () => {
    expect(
      comment(
        (mode) => [store(mode, 'data')],
        (mode) => [store(mode, 'data', 'files')],
      ),
    ).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      ### No data touched. 1 service replaced.

      > [!WARNING]
      > - **new data**, store: new data volume acme-files-\\* at /var/files

      | service | dev | prod |
      |---|---|---|
      | store | replaced | replaced |

      <details><summary>store</summary>

      - **new** data volume /var/files: acme-files-\\*

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });

  it('a data volume that is removed', () => {
    expect(
      comment(
        (mode) => [store(mode, 'data', 'files')],
        (mode) => [store(mode, 'data')],
      ),
    ).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      <!-- twomode diff: loses data -->
      ### DATA AT STAKE: 1 data volume no longer mounted. 1 service replaced.

      > [!CAUTION]
      > - **lost data**, store: nothing mounts acme-files-\\* any more; what is in it stays there, and is not seen

      | service | dev | prod |
      |---|---|---|
      | store | replaced | replaced |

      <details><summary>store</summary>

      - **gone** data volume /var/files: acme-files-\\*

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });

  it('nothing is one that is removed', () => {
    expect(
      comment(
        (mode) => [api(mode)],
        (mode) => [api(mode)],
      ),
    ).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      <!-- twomode diff: no differences -->
      ### No differences.

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });
});

describe('a comment', () => {
  const change = (name: string): Change => ({
    ...{ area: 'mount', kind: 'added', effect: 'replace', modes: ['dev'] },
    ...{ name, after: 'x' },
  });
  const services = (count: number, changes: number): SystemDiff => ({
    stakes: [{ kind: 'lost data', service: 'store', text: 'nothing mounts x', modes: ['dev'] }],
    services: [...Array(count).keys()].map((i) => ({
      ...{ service: `service-${i}`, kind: 'changed', effects: { dev: 'replace' } },
      changes: [...Array(changes).keys()].map((j) => change(`/app/${i}/${j}`)),
    })),
  });

  it('is no longer than GitHub takes, and keeps verdict, stakes and table before details', () => {
    const text = commentOn(services(200, 50));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text).toContain('DATA AT STAKE');
    expect(text).toContain('nothing mounts x');
    expect(text).toContain('| service-199 | replaced |');
    expect(text).toMatch(/Left out, for the comment would be too long: \d+ parts\./);
  });

  it('calls nobody, links nothing and is no markup, whatever a change writes', () => {
    const hostile = '@team ](https://evil) <img src=x> #12 `` ``` </details>\n## big | \u202e';
    const diff: SystemDiff = {
      stakes: [{ kind: 'right', service: 'api', text: hostile, modes: ['dev'] }],
      services: [
        { service: 'api', kind: 'changed', effects: { dev: 'replace' }, changes: [change(hostile)] },
      ],
    };
    expect(commentOn(diff)).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      ### No data touched. 1 service replaced.

      > [!WARNING]
      > - **right**, api: @<!-- -->team \\](https:<!-- -->//evil) &lt;img src=x\\> #<!-- -->12 \\\`\\\` \\\`\\\`\\\` &lt;/details\\> #<!-- -->#<!-- --> big \\| � (dev)

      | service | dev |
      |---|---|
      | api | replaced |

      <details><summary>api</summary>

      - **new** mount @<!-- -->team \\](https:<!-- -->//evil) &lt;img src=x\\> #<!-- -->12 \\\`\\\` \\\`\\\`\\\` &lt;/details\\> #<!-- -->#<!-- --> big \\| �: x (dev)

      </details>

      <sub>Compared with main (1a2b3c4).</sub>"
    `);
  });
});
