import { unprovenAt } from '../../dockerfile/copy-resolution.js';
import type { CheckedService } from '../../model/checked-system.js';
import { type Image, imageOf, sourceIn } from '../image.js';
import { eachBind, endOf, mountOver } from '../mounts.js';
import { cleanPath, few, isBelow, joinPath } from '../paths.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';
import { hiddenRuns } from './hidden-runs.js';

/** A mounted directory has all that the image has there; one in memory has nothing. */
export const nothingHidden: Rule = {
  id: 'nothing-hidden',
  severity: 'error',
  group: 'target',
  claim: 'No directory that is mounted, or in memory, hides a file that only the image has.',
  why: 'Such a file is missing in dev but there in prod. What RUN may have created there is reported as a note.',
  wrong: {
    language: 'dockerfile',
    text: '# ./api/data is mounted at /app/data\nCOPY defaults.json /app/data/',
  },
  right: { language: 'dockerfile', text: 'COPY defaults.json /app/defaults.json' },
  check: eachService((service, input) => [...byMounts(service, input), ...byMemory(service, input)]),
};

const byMounts = eachBind((mount, service, input) => {
  const image = imageOf(service, input);
  if (!image || endOf(mount, input.facts)?.kind !== 'dir') return [];
  const target = cleanPath(mount.target);
  const hidden = [...image.files.keys()].filter((path) => {
    if (path === target || !isBelow(path, target) || isTakenAway(path, image)) return false;
    const own = joinPath(mount.source, path.slice(target.length).replace(/^\//, ''));
    return sourceIn(image, path) !== own && input.facts.stat(own) === undefined;
  });
  const copied =
    hidden.length === 0
      ? []
      : [
          {
            problem: `hides what only the image has: ${few(hidden)}`,
            fix: `put it into "${mount.source}" too, or elsewhere in the image`,
          },
        ];
  return [...copied, ...hiddenRuns(mount, service, image, input)];
});

/** Whether a later RUN may have moved or removed a file: then a mount hides nothing for sure. */
function isTakenAway(path: string, image: Image): boolean {
  return unprovenAt(image, path).some(({ by }) => by !== undefined && TAKES.has(by));
}

const TAKES = new Set(['mv', 'rm', 'rmdir', 'unlink', 'shred', 'rename', 'find']);

/** What an image has there is a leftover of its build. */
const SCRATCH = ['/tmp', '/run', '/var/tmp', '/var/run'];

function byMemory(service: CheckedService, input: CheckInput): ServiceClaim[] {
  const paths = [...(imageOf(service, input)?.files.keys() ?? [])];
  return Object.keys(service.tmpfs ?? {}).flatMap((at) => {
    const target = cleanPath(at);
    if (SCRATCH.some((scratch) => isBelow(target, scratch))) return [];
    const isInner = (mounted: string | undefined) =>
      mounted !== undefined && isBelow(cleanPath(mounted), target);
    const hidden = paths.filter(
      (path) => isBelow(path, target) && !isInner(mountOver(service, path)?.target),
    );
    return hidden.length === 0
      ? []
      : [
          {
            at: `tmpfs[${at}]`,
            problem: `is empty and hides what the image has: ${few(hidden)}`,
            fix: 'put it elsewhere in the image, or name the directory that has to be in memory',
          },
        ];
  });
}
