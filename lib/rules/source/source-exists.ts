import type { CheckedService } from '../../model/checked-system.js';
import type { Facts } from '../../model/facts.js';
import { type CheckedBind, eachBind, endOf } from '../mounts.js';
import { cleanPath, isBelow, isOfWindows } from '../paths.js';
import { type CheckInput, eachService, isForeign, type PlaceConventions, type Rule } from '../rule.js';
import { systemPath } from './no-system-path.js';

const WORDS = { file: 'file', dir: 'directory' } as const;

/** What is mounted is there, and is the file or directory that it is said to be. */
export const sourceExists: Rule = {
  id: 'source-exists',
  severity: 'error',
  group: 'source',
  claim: 'Every mounted source exists and is of the declared kind.',
  why: 'If a source is missing, the engine creates a directory owned by root, or the container does not start.',
  wrong: { language: 'yaml', text: 'volumes:\n  - ./order-service/mian.py:/app/main.py' },
  right: { language: 'yaml', text: 'volumes:\n  - ./order-service/main.py:/app/main.py' },
  check: eachService(
    eachBind((mount, service, input) => {
      const { facts, conventions } = input;
      const { source, kind } = mount;
      // of what its image is built from too, `buildable` says so once
      if (
        contextDirectories(service, conventions).some(
          (path) => isBelow(source, path) && !isDirectory(path, facts),
        )
      )
        return [];
      const end = endOf(mount, facts);
      // other rules say what these are, and whether they are there depends on the machine
      if (!end && (systemPath(mount, facts) !== undefined || isOfWindows(source))) return [];
      if (!end && source.startsWith('/') && isForeign(service, input)) return [];
      if (!end) {
        const link = facts.stat(source)?.kind === 'link';
        if (!link && isForeign(service, input) && isMadeByRunning(mount, input))
          return [
            {
              ...MADE,
              problem: `its source does not exist${facts.isIgnored(source) ? ', and git leaves it out' : ''}${MADE.problem}`,
            },
          ];
        return [
          {
            problem: link
              ? `source "${source}" is a link that leads nowhere`
              : `source "${source}" does not exist`,
            fix: link ? 'remove the link, or point it at what is meant' : 'add it, or remove the mount',
          },
        ];
      }
      if (kind === undefined || end.kind === kind || end.kind === 'unreadable') return [];
      return [
        {
          problem: `source "${source}" is not a ${WORDS[kind]}`,
          fix: `put a ${WORDS[kind]} there${isForeign(service, input) ? '' : ', or declare what it is'}`,
        },
      ];
    }),
  ),
};

const MADE = {
  severity: 'note',
  problem: ': the engine makes an empty directory, of root',
  fix: "make it before the first start, if the container's user is to write there",
} as const;

/** Where programs keep what they make. */
const DATA = /\/(data|mnt|media|storage|uploads?|backups?|logs?|cache|bitnami|var\/lib)(\/|$)/;

/** Whether a source is a directory in which a container leaves something: it is in no checkout. */
function isMadeByRunning({ source, target, readOnly }: CheckedBind, { facts }: CheckInput): boolean {
  const name = source.slice(source.lastIndexOf('/') + 1);
  return !name.includes('.') && ((!readOnly && DATA.test(cleanPath(target))) || facts.isIgnored(source));
}

function contextDirectories({ image }: CheckedService, { shared }: PlaceConventions): string[] {
  if (image?.kind !== 'build') return [];
  return [image.source.directory, ...(shared && image.source.shared ? [shared.source] : [])];
}

function isDirectory(path: string, facts: Facts): boolean {
  const end = facts.resolve(path);
  return end !== undefined && facts.stat(end)?.kind === 'dir';
}
