import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Mode } from '../../lib/model/mode.js';
import { containerPort, hostPort } from '../../lib/model/port.js';
import { drawingOf, withoutDetours } from '../../lib/picture/drawing.js';
import { mermaid } from '../../lib/picture/mermaid.js';
import { renderPage } from '../../lib/picture/page.js';
import type { PageContent } from '../../lib/picture/service-section.js';
import { svgFile } from '../../lib/picture/svg.js';
import { bind, built, serviceSpec, systemSpec, volume } from '../spec.js';
import { pageOf } from './large.js';

/** A page over an API over a database. */
function system<M extends Mode>(mode: M) {
  const store = {
    ...{ name: 'store', image: { kind: 'external', upstream: 'postgres:15', reference: 'postgres:15' } },
    ...{ port: containerPort(5432), mounts: [volume(`acme-data-${mode}`, '/var/lib/data')] },
  };
  const api = {
    ...{ name: 'api', image: built('api'), dependsOn: ['store'] },
    mounts: mode === 'dev' ? [bind('api/src', '/app/src'), bind('shared', '/app/shared')] : [],
  };
  const address = mode === 'dev' ? '127.0.0.1' : '0.0.0.0';
  const web = {
    ...{ name: 'end', image: built('web'), mounts: [], dependsOn: ['api', 'store'] },
    published: [{ container: containerPort(3000), host: hostPort(8000), address }],
  };
  return systemSpec(
    mode,
    [store, api, web].map((each) => serviceSpec(mode, each as object)),
  );
}

const content: PageContent = {
  dev: system('dev'),
  prod: system('prod'),
  files: new Map([
    [
      'api',
      [
        { path: 'api/src/main.py', class: 'live', why: 'mounted at /app/src' },
        { path: 'api/Dockerfile', class: 'baked', why: 'read by the build itself' },
        { path: 'api/notes.md', why: 'sent to every build, and copied by none' },
      ],
    ],
  ]),
};

describe('a picture', () => {
  it('is text that Mermaid draws, whatever a service is called', () => {
    expect(mermaid(drawingOf(system('dev')))).toMatchInlineSnapshot(`
      "flowchart LR
        s_store["store<br/>port: 5432 inside<br/>data: data"]
        s_api["api<br/>port: 3000 inside<br/>live: src/, shared/"]
        s_end["end<br/>port: 8000→3000"]
        s_api --> s_store
        s_end --> s_api"
    `);
  });

  it('of prod has no live paths', () => {
    expect(mermaid(drawingOf(system('prod')))).not.toContain('live');
  });

  it('breaks lines that a box has no room for', () => {
    const mounts = ['main.py', 'orchestration', 'a-very-long-name-of-a-directory'].map((path) =>
      bind(`api/${path}`, `/app/${path}`),
    );
    const [service] = drawingOf(
      systemSpec('dev', [serviceSpec('dev', { image: built('api'), mounts })]),
    ).services;
    expect(service?.lines.slice(1)).toEqual([
      'live: main.py/,',
      'orchestration/,',
      'a-very-long-name-of-a-directory/',
    ]);
  });

  it('leaves out an arrow whose end others reach', () => {
    const waits = [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
      ['a', 'd'],
    ] as const;
    expect(withoutDetours(waits)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'd'],
    ]);
  });

  it('ends where two files by hand let services wait for each other', () => {
    expect(
      withoutDetours([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toHaveLength(2);
  });

  it('is no markup, whatever a path is called', () => {
    const mounts = [bind('api/"]<img src=x>#`', '/app/x')];
    const text = mermaid(drawingOf(systemSpec('dev', [serviceSpec('dev', { image: built('api'), mounts })])));
    expect(text.split('\n')[1]).toMatch(/^ {2}s_api\["[\w ./,:→#;-]*(<br\/>[\w ./,:→#;-]*)*"\]$/);
  });

  it('is a file of SVG, drawn the same on every machine', async () => {
    expect(await svgFile(drawingOf(system('dev')), { id: 'dev', title: 'Acme & Co' })).toMatchInlineSnapshot(`
      "<svg class="picture" width="514" height="53" style="min-width:411px"
       viewBox="0.00 0.00 514.00 53.00" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
      <title>Acme &#38; Co</title>
      <style>.picture{--line:#57606a;--ink:#1f2328;--box:#f6f8fa;color-scheme:light dark}
      @media(prefers-color-scheme:dark){.picture{--line:#9198a1;--ink:#f0f6fc;--box:#151b23}}
      .picture text{fill:var(--ink);font-family:ui-monospace,monospace}
      .picture .node path{fill:var(--box);stroke:var(--line)}
      .picture .edge path{stroke:var(--line)}
      .picture .edge polygon{fill:var(--line);stroke:var(--line)}</style>
      <g id="dev" class="graph" transform="scale(1 1) rotate(0) translate(4 48.64)">
      <g id="dev.store" class="node">
      <path fill="lightgrey" stroke="black" d="M493.5,-44.64C493.5,-44.64 377.8,-44.64 377.8,-44.64 371.8,-44.64 365.8,-38.64 365.8,-32.64 365.8,-32.64 365.8,-12 365.8,-12 365.8,-6 371.8,0 377.8,0 377.8,0 493.5,0 493.5,0 499.5,0 505.5,-6 505.5,-12 505.5,-12 505.5,-32.64 505.5,-32.64 505.5,-38.64 499.5,-44.64 493.5,-44.64"/>
      <text xml:space="preserve" text-anchor="start" x="374.44" y="-30.52" font-family="Courier,monospace" font-weight="bold" font-size="12.00">store</text>
      <text xml:space="preserve" text-anchor="start" x="374.44" y="-18.52" font-family="Courier,monospace" font-size="12.00">port: 5432 inside</text>
      <text xml:space="preserve" text-anchor="start" x="374.44" y="-6.52" font-family="Courier,monospace" font-size="12.00">data: data</text>
      </g>
      <g id="dev.api" class="node">
      <path fill="lightgrey" stroke="black" d="M317.8,-44.64C317.8,-44.64 187.7,-44.64 187.7,-44.64 181.7,-44.64 175.7,-38.64 175.7,-32.64 175.7,-32.64 175.7,-12 175.7,-12 175.7,-6 181.7,0 187.7,0 187.7,0 317.8,0 317.8,0 323.8,0 329.8,-6 329.8,-12 329.8,-12 329.8,-32.64 329.8,-32.64 329.8,-38.64 323.8,-44.64 317.8,-44.64"/>
      <text xml:space="preserve" text-anchor="start" x="184.34" y="-30.52" font-family="Courier,monospace" font-weight="bold" font-size="12.00">api</text>
      <text xml:space="preserve" text-anchor="start" x="184.34" y="-18.52" font-family="Courier,monospace" font-size="12.00">port: 3000 inside</text>
      <text xml:space="preserve" text-anchor="start" x="184.34" y="-6.52" font-family="Courier,monospace" font-size="12.00">live: src/, shared/</text>
      </g>
      <g id="dev_edge1" class="edge">
      <path fill="none" stroke="black" d="M330.21,-22.32C339.05,-22.32 348.07,-22.32 356.93,-22.32"/>
      <polygon fill="black" stroke="black" points="356.85,-24.77 363.85,-22.32 356.85,-19.87 356.85,-24.77"/>
      </g>
      <g id="dev.end" class="node">
      <path fill="lightgrey" stroke="black" d="M127.7,-40.32C127.7,-40.32 12,-40.32 12,-40.32 6,-40.32 0,-34.32 0,-28.32 0,-28.32 0,-16.32 0,-16.32 0,-10.32 6,-4.32 12,-4.32 12,-4.32 127.7,-4.32 127.7,-4.32 133.7,-4.32 139.7,-10.32 139.7,-16.32 139.7,-16.32 139.7,-28.32 139.7,-28.32 139.7,-34.32 133.7,-40.32 127.7,-40.32"/>
      <text xml:space="preserve" text-anchor="start" x="8.64" y="-24.52" font-family="Courier,monospace" font-weight="bold" font-size="12.00">end</text>
      <text xml:space="preserve" text-anchor="start" x="8.64" y="-12.52" font-family="Courier,monospace" font-size="12.00">port: 8000→3000</text>
      </g>
      <g id="dev_edge2" class="edge">
      <path fill="none" stroke="black" d="M140.02,-22.32C148.87,-22.32 158.02,-22.32 167.09,-22.32"/>
      <polygon fill="black" stroke="black" points="166.87,-24.77 173.87,-22.32 166.87,-19.87 166.87,-24.77"/>
      </g>
      </g>
      </svg>"
    `);
  });
});

describe('the page', () => {
  it('asks for nothing, and allows no script but its own', async () => {
    const page = await renderPage(content);
    const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(page) ?? [];
    expect(page).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect([...page.matchAll(/(?:src|href)="([^#"][^"]*)"/g)].map(([, at]) => at)).toEqual(['data:,']);
    expect([...page.matchAll(/https?:\/\/[^"]*/g)].map(([at]) => at)).toEqual(
      [...Array(2).fill(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink'])].flat(),
    );
  });

  it('has each service in both modes, with what each of its files is', async () => {
    const [, article = ''] = /(<article id="api"[\s\S]*?<\/article>)/.exec(await renderPage(content)) ?? [];
    expect(article).toMatchInlineSnapshot(`
      "<article id="api" aria-labelledby="api.name">
      <h3 id="api.name" tabindex="-1">api</h3>
      <div class="modes">
      <div><h4>dev</h4><dl><dt>image</dt><dd>built from api/Dockerfile</dd>
      <dt>ports</dt><dd>3000, for other services alone</dd>
      <dt>live</dt><dd>api/src/ → /app/src</dd><dd>shared/ → /app/shared</dd>
      <dt>waits for</dt><dd><a href="#store">store</a></dd></dl></div>
      <div><h4>prod</h4><dl><dt>image</dt><dd>built from api/Dockerfile</dd>
      <dt>ports</dt><dd>3000, for other services alone</dd>
      <dt>waits for</dt><dd><a href="#store">store</a></dd></dl></div>
      </div>
      <details><summary>3 files: 1 live, 1 baked, 1 in no image</summary>
      <h4>live</h4><ul><li>api/src/main.py <small>mounted at /app/src</small></li></ul>
      <h4>baked</h4><ul><li>api/Dockerfile <small>read by the build itself</small></li></ul>
      <h4>in no image</h4><ul><li>api/notes.md <small>sent to every build, and copied by none</small></li></ul>
      </details>
      </article>"
    `);
  });

  it('says where a mode does not have a service', async () => {
    const prod = systemSpec('prod', system('prod').services.slice(0, 1));
    expect(await renderPage({ ...content, prod })).toContain('<p>not in prod</p>');
  });

  it('shows names as they are, whatever is in them', async () => {
    const mounts = [bind('api/<script>alert(1)</script>', '/app/"x"')];
    const dev = systemSpec('dev', [serviceSpec('dev', { image: built('api'), mounts })]);
    const page = await renderPage({ ...content, dev });
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).toContain('&#60;script&#62;alert(1)');
  });

  it('has no id twice, with a hundred services, and with those that have a name of its own', async () => {
    const hundred = pageOf(100);
    const named = ['search', 'dev', 'services', 'found'].map((name) => serviceSpec('dev', { name }));
    const dev = systemSpec('dev', [...hundred.dev.services, ...named] as never);
    const ids = [...(await renderPage({ ...hundred, dev })).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(500);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});
