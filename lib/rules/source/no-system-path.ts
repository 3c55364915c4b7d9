import type { Facts } from '../../model/facts.js';
import { type CheckedBind, eachBind, endOf } from '../mounts.js';
import { isBelow } from '../paths.js';
import { eachService, type Rule } from '../rule.js';

/** Of the host itself: these, and all below them. */
const TREES = ['/boot', '/dev', '/etc', '/proc', '/run', '/sys', '/var/run', '/var/lib/docker'];
/** Of the host itself, whole: what is below them may be a project's. */
const WHOLE = /^\/(root|home|home\/[^/]+|usr|var|var\/lib|opt|srv|tmp|lib|bin|sbin|mnt|media)?$/;
const SOCKET = /(^|\/)(docker|containerd|podman|crio)\.sock$/;

/** No container gets the engine's socket or a part of the host's own system. */
export const noSystemPath: Rule = {
  id: 'no-system-path',
  severity: 'error',
  group: 'source',
  claim: "No container gets the engine's socket or a system path of the host.",
  why: "Whoever can write to the engine's socket is root on the host; the host's own paths are in no image and on no other machine.",
  wrong: { language: 'yaml', text: 'volumes:\n  - /var/run/docker.sock:/var/run/docker.sock' },
  right: { language: 'yaml', text: 'volumes:\n  - ./billing-service/rates:/app/rates' },
  check: eachService(
    eachBind((mount, _, { facts }) => {
      const what = systemPath(mount, facts);
      return what === undefined
        ? []
        : [{ problem: `mounts "${mount.source}", which is ${what}`, fix: 'remove the mount' }];
    }),
  ),
};

/** What of the host a mount shows, in words; undefined for nothing of the host itself. */
export function systemPath(mount: CheckedBind, facts: Facts): string | undefined {
  const end = endOf(mount, facts);
  const paths = [mount.source, ...(end ? [end.path] : [])];
  if (paths.some((path) => SOCKET.test(path))) return "the engine's socket";
  if (end?.kind === 'socket') return 'a socket';
  const isSystem = (path: string) =>
    path.startsWith('/') && (WHOLE.test(path) || TREES.some((tree) => isBelow(path, tree)));
  return paths.some(isSystem) ? 'a system path of the host' : undefined;
}
