import { BUILDERS } from '../../dockerfile/commands.js';
import type { CheckedMount, CheckedService } from '../../model/checked-system.js';
import { eachImage } from '../each-image.js';
import { type Image, lineOf, sourceIn } from '../image.js';
import { mountAt } from '../mounts.js';
import { cleanPath, few, isBelow } from '../paths.js';
import type { Rule, ServiceClaim } from '../rule.js';

type CheckedVolume = Extract<CheckedMount, { type: 'volume' }>;

/** A volume gets the image's files when it is empty, once: over code it keeps the code of that day. */
export const volumesHoldData: Rule = {
  id: 'volumes-hold-data',
  severity: 'error',
  group: 'strategy',
  claim: 'A volume holds data, and covers no file that the image gets from the source tree.',
  why: 'A volume is filled from the image once, while it is empty: no later image changes what the container sees there.',
  wrong: { language: 'yaml', text: 'volumes:\n  - code:/app' },
  right: { language: 'yaml', text: 'volumes:\n  - uploads:/app/uploads' },
  check: eachImage((image, service) => [
    ...service.mounts.flatMap((mount) => (mount.type === 'volume' ? covered(mount, image) : [])),
    ...declared(service, image),
  ]),
};

function covered(mount: CheckedVolume, image: Image): ServiceClaim[] {
  const at = mountAt(mount);
  const target = cleanPath(mount.target);
  const over = [...image.files.keys()].filter((path) => isBelow(path, target) && sourceIn(image, path));
  if (over.length > 0)
    return [
      {
        at,
        problem: `covers what the image gets from the source tree: ${few(over)}`,
        fix: 'mount the volume at a directory that holds only data',
      },
    ];
  const made = image.unproven.find(
    ({ path, by }) => by !== undefined && path !== undefined && fills(by, path, target),
  );
  if (!made?.by) return [];
  const isExact = made.path !== undefined && isBelow(made.path, target);
  return [
    {
      at,
      severity: isExact ? 'warning' : 'note',
      problem: isExact
        ? `keeps what ${made.by} made for the first image: after a new build the old is seen`
        : `may keep what ${made.by} made for the first image: after a new build the old is seen`,
      fix: isExact
        ? 'renew it with every build: `docker compose up -V`, or remove the volume'
        : 'nothing, if the build makes nothing there',
      ...lineOf(image, made.line),
    },
  ];
}

/** Directories that a build fills, and nobody's data. */
const MADE =
  /\/(node_modules|vendor|\.venv|venv|dist|build|public|static|staticfiles|out|target|\.next|\.nuxt|www|html)$/;

/** Whether a program of a RUN fills a directory: it is told so, or it builds around it. */
function fills(by: string, path: string, target: string): boolean {
  if (isBelow(path, target)) return !/^(rm|chown|chmod|touch|mkdir)$/.test(by);
  return isBelow(target, path) && MADE.test(target) && BUILDERS.has(by);
}

/** `VOLUME` over copied code: Compose keeps that volume when it replaces the container. */
function declared(service: CheckedService, image: Image): ServiceClaim[] {
  return image.volumes.flatMap(({ path, line }) => {
    if (service.mounts.some(({ target }) => cleanPath(target) === path)) return [];
    const over = [...image.files.keys()].filter((file) => isBelow(file, path) && sourceIn(image, file));
    return over.length === 0
      ? []
      : [
          {
            at: 'image',
            severity: 'warning',
            problem: `VOLUME ${path} keeps the first image's files in a volume without a name: ${few(over)}`,
            fix: 'take the VOLUME out of the Dockerfile, or let it name a directory for data alone',
            ...lineOf(image, line),
          } as const,
        ];
  });
}
