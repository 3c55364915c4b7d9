import { isBelow } from './paths.js';

/** Of the host itself: these, and all below them. */
const TREES = [
  '/boot',
  '/dev',
  '/etc',
  '/lib/modules',
  '/proc',
  '/run',
  '/sys',
  '/usr/src',
  '/var/lib/docker',
  '/var/run',
];
/** Of the host itself, whole: what is below them may be a project's. */
const WHOLE = /^\/(root|home|home\/[^/]+|usr|var|var\/lib|opt|srv|tmp|lib|bin|sbin|mnt|media)?$/;

/** Whether an absolute path is the host's own: it belongs to no project, and is larger than any. */
export function isSystemPath(path: string): boolean {
  return path.startsWith('/') && (WHOLE.test(path) || TREES.some((tree) => isBelow(path, tree)));
}
