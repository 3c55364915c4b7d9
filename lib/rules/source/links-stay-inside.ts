import { walk } from '../../dockerfile/file-tree.js';
import type { CheckedService } from '../../model/checked-system.js';
import type { Facts } from '../../model/facts.js';
import { type Image, imageOf, lineOf, sourceIn } from '../image.js';
import { bindsOf, type CheckedBind, endOf, mountAt, mountOver } from '../mounts.js';
import { cleanPath, isBelow, joinPath } from '../paths.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';
import { checkInContainer } from './container-links.js';

/** A link in what is mounted or built from: its path, as facts name it, and where it points. */
interface Link {
  readonly path: string;
  readonly to: string;
}

/** What is mounted or copied has no link that leads out of the source tree, or nowhere. */
export const linksStayInside: Rule = {
  id: 'links-stay-inside',
  severity: 'error',
  group: 'source',
  claim:
    'Every link in a mounted directory or a build context leads to something inside the source root that the container has too.',
  why: 'A link is resolved in the container: what it names on the host is missing there, or is another file.',
  wrong: { language: 'text', text: 'order-service/data/kinds.json -> /home/alice/kinds.json' },
  right: { language: 'text', text: 'order-service/data/kinds.json -> kinds-2024.json' },
  check: eachService((service, input) => {
    const { facts } = input;
    const mounts = bindsOf(service).map((mount) => ({ at: mountAt(mount), links: linksIn(mount, facts) }));
    const image = imageOf(service, input);
    const mounted = new Set(mounts.flatMap(({ links }) => links.map(({ path }) => path)));
    const copied = image ? copiedLinks(image) : [];
    return [
      ...mounts.flatMap(({ at, links }) => claims(at, links, facts)),
      // said once, where it is mounted
      ...claims(
        'image',
        [...new Map(copied.map((link) => [link.path, link])).values()].filter(
          ({ path }) => !mounted.has(path),
        ),
        facts,
      ),
      ...bindsOf(service).flatMap((mount) => danglingIn(mount, service, input)),
      ...(image ? danglingCopies(image, copied, service, input) : []),
    ];
  }),
};

/** Links below a mounted directory that lies in the source tree; others are other rules' matter. */
function linksIn(mount: CheckedBind, facts: Facts): Link[] {
  const end = endOf(mount, facts);
  if (end?.kind !== 'dir' || end.path.startsWith('/')) return [];
  return facts
    .list(end.path)
    .flatMap((entry) =>
      entry.kind === 'link' ? [{ path: joinPath(end.path, entry.path), to: entry.to }] : [],
    );
}

function claims(at: string, links: readonly Link[], facts: Facts): ServiceClaim[] {
  return links.flatMap(({ path, to }) => {
    const end = facts.resolve(path);
    const wrong = end === undefined ? 'leads nowhere' : wayOut(end, to);
    return wrong === undefined
      ? []
      : [
          {
            at,
            cause: path,
            problem: `link "${path}" -> "${to}" ${wrong}`,
            fix:
              end === undefined
                ? 'remove the link, or point it at what it should name'
                : 'replace it with what it should name, or point it inside the source tree with a relative path',
          },
        ];
  });
}

/** Links that lead out of a mounted directory to what its container has not, or elsewhere. */
function danglingIn(mount: CheckedBind, service: CheckedService, input: CheckInput): ServiceClaim[] {
  const { facts } = input;
  const root = endOf(mount, facts)?.path;
  return linksIn(mount, facts).flatMap(({ path, to }) => {
    const end = facts.resolve(path);
    if (root === undefined || !isInner(end, to) || isBelow(end, root)) return [];
    const at = cleanPath(`${mount.target}/${path.slice(root.length)}`);
    // what another mount lies over is not seen
    if (mountOver(service, at) !== mount) return [];
    return checkInContainer({ path, to, at, end }, service, input).map((claim) => ({
      at: mountAt(mount),
      ...claim,
    }));
  });
}

/** A link that a COPY takes into the image. */
interface CopiedLink extends Link {
  /** Where the image has it. */
  readonly at: string;
  readonly line: number;
}

/** What else the context has of links reaches no container; of one that a COPY names, the image has what it leads to. */
function copiedLinks(image: Image): CopiedLink[] {
  return [...(image.end ? walk(image.end.tree.root) : [])].flatMap(({ path: at, node }) => {
    const path = sourceIn(image, at);
    return node.kind === 'link' && node.to !== undefined && path !== undefined
      ? [{ path, to: node.to, at, line: node.origin.line }]
      : [];
  });
}

/** Links of the image that lead to something of the source tree which it does not have there. */
function danglingCopies(
  image: Image,
  copied: readonly CopiedLink[],
  service: CheckedService,
  input: CheckInput,
): ServiceClaim[] {
  return copied.flatMap(({ path, to, at, line }) => {
    const end = input.facts.resolve(path);
    if (!isInner(end, to) || mountOver(service, at)) return [];
    return checkInContainer({ path, to, at, end }, service, input).map((claim) => ({
      at: 'image',
      ...claim,
      ...lineOf(image, line),
    }));
  });
}

/** Whether a link is one of which `claims` says nothing. */
function isInner(end: string | undefined, to: string): end is string {
  return end !== undefined && wayOut(end, to) === undefined;
}

function wayOut(end: string, to: string): string | undefined {
  if (!isBelow(end, '.')) return 'leads out of the source root';
  return to.startsWith('/') ? 'is absolute, and leads elsewhere in the container' : undefined;
}
