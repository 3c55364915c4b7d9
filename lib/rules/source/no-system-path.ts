import type { Facts } from '../../model/facts.js';
import { type CheckedBind, eachBind, endOf } from '../mounts.js';
import { eachService, type Rule } from '../rule.js';
import { isSystemPath } from '../system-path.js';

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
  return paths.some(isSystemPath) ? 'a system path of the host' : undefined;
}
