import { MODES, type Mode } from '../model/mode.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import type { ClassifiedFile } from '../rules/parity/file-classes.js';
import { fileLists } from './file-lists.js';
import { escapedMarkup } from './markup.js';

/** What the page shows. */
export interface PageContent {
  readonly dev: SystemSpec;
  readonly prod: SystemSpec;
  /** What each file of each service is. */
  readonly files: ReadonlyMap<string, readonly ClassifiedFile[]>;
}

/** A service of the page: each mode beside the other, then its files. */
export function serviceSection(name: string, content: PageContent): string {
  const modes = MODES.map((mode) => modePart(name, mode, content[mode]));
  const id = escapedMarkup(name);
  return `<article id="${id}" aria-labelledby="${id}.name">
<h3 id="${id}.name" tabindex="-1">${id}</h3>
<div class="modes">
${modes.join('\n')}
</div>
${fileLists(content.files.get(name) ?? [])}
</article>`;
}

function modePart(name: string, mode: Mode, system: SystemSpec): string {
  const service = system.services.find((each) => each.name === name);
  const body = service ? factsOf(service) : `<p>not in ${mode}</p>`;
  return `<div><h4>${mode}</h4>${body}</div>`;
}

function factsOf(service: ServiceSpec): string {
  const mounts = service.mounts as readonly Mount[];
  const facts: readonly (readonly [word: string, items: readonly string[]])[] = [
    ['image', [escapedMarkup(imageText(service))]],
    ['ports', portsOf(service).map(escapedMarkup)],
    ['live', mounts.flatMap((mount) => (mount.type === 'bind' ? [liveItem(mount, service)] : []))],
    ['data', mounts.flatMap((mount) => (mount.type === 'volume' ? [path(mount.volume, mount.target)] : []))],
    ['waits for', service.dependsOn.length > 0 ? [service.dependsOn.map(linkTo).join(', ')] : []],
  ];
  const parts = facts
    .filter(([, items]) => items.length > 0)
    .map(([word, items]) => `<dt>${word}</dt>${items.map((item) => `<dd>${item}</dd>`).join('')}`);
  return `<dl>${parts.join('\n')}</dl>`;
}

function linkTo(service: string): string {
  return `<a href="#${encodeURIComponent(service)}">${escapedMarkup(service)}</a>`;
}

function imageText({ image }: ServiceSpec): string {
  if (image.kind === 'external') return image.upstream;
  const { directory, dockerfile, inline } = image.source;
  const stage = image.target ? `, stage ${image.target}` : '';
  return `built from ${directory}/${inline === undefined ? dockerfile : ', by a Dockerfile of its construct'}${stage}`;
}

function portsOf({ port, otherPorts = [], published }: ServiceSpec): string[] {
  const known = [...(port === undefined ? [] : [port]), ...otherPorts];
  // what only Compose publishes is no port that it is said to serve on
  const all = new Set([...known, ...published.map(({ container }) => container)]);
  return [...all].map((container) => {
    const open = published.find((each) => each.container === container);
    if (!open) return `${container}, for other services alone`;
    return `${open.address ?? '0.0.0.0'}:${open.host} → ${container}`;
  });
}

function liveItem(
  { source, target, kind, readOnly, hot }: Extract<Mount, { readonly type: 'bind' }>,
  { plain }: ServiceSpec,
): string {
  const more = `${readOnly ? '' : ', writable'}${hot && !plain ? ', seen at once' : ''}`;
  return `${path(`${source}${kind === 'dir' ? '/' : ''}`, target)}${more}`;
}

function path(from: string, to: string): string {
  return `${escapedMarkup(from)} → ${escapedMarkup(to)}`;
}
