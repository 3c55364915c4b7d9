import { type Access, type ContainerUser, containerUser, permits } from '../../model/access.js';
import type { CheckedService } from '../../model/checked-system.js';
import type { Facts } from '../../model/facts.js';
import { commandOf, fileAt, pathFrom, workdirOf } from '../container-files.js';
import { type Image, imageOf, lineOf } from '../image.js';
import { bindsOf, endOf, mountAt, mountOver } from '../mounts.js';
import { cleanPath, few, isBelow, joinPath, parentOf } from '../paths.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';

/** What a container is given, its user can use. */
export const userHasAccess: Rule = {
  id: 'user-has-access',
  severity: 'warning',
  worst: 'error',
  group: 'source',
  claim: "A container's user can read what is mounted, run what starts it, and write to its volumes.",
  why: 'A mount keeps the mode and owner that the host has: what root saved with mode 600 is "permission denied" to any other user.',
  wrong: {
    language: 'text',
    text: '-rw------- root root order-service/data/kinds.json # and user: "65534:65534"',
  },
  right: { language: 'text', text: '-rw-r--r-- root root order-service/data/kinds.json' },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    const name = service.user ?? image?.user?.name;
    const user = containerUser(name);
    return [
      ...(user && name !== undefined
        ? [...unreadable(service, user, name, input), ...unwritable(service, user, name, image)]
        : []),
      ...notExecutable(service, image, input),
    ];
  }),
};

function unreadable(
  service: CheckedService,
  user: ContainerUser,
  name: string,
  { facts }: CheckInput,
): ServiceClaim[] {
  const secrets = Object.entries(service.secretFiles ?? {}).flatMap(([target, secret]) => {
    const source = service.secretSources?.[secret];
    return source === undefined
      ? []
      : [{ at: `secretFiles[${target}]`, closed: closedIn(source, user, facts) }];
  });
  const mounts = bindsOf(service).flatMap((mount) => {
    const end = endOf(mount, facts);
    return end && !end.path.startsWith('/')
      ? [{ at: mountAt(mount), closed: closedIn(end.path, user, facts) }]
      : [];
  });
  return [...mounts, ...secrets].flatMap(({ at, closed }) =>
    closed.length === 0
      ? []
      : [
          {
            at,
            problem: `user ${name} of the container cannot read ${few(closed.map(words))}`,
            // most often all that was saved with one umask
            cause: JSON.stringify([name, ...new Set(closed.map(({ access }) => accessWords(access)))]),
            fix: `chmod a+r${closed.some(({ isDirectory }) => isDirectory) ? 'X' : ''}, or run the container as the owner`,
          },
        ],
  );
}

interface Closed {
  readonly path: string;
  readonly access: Access;
  readonly isDirectory: boolean;
}

function words({ path, access }: Closed): string {
  return `${path} (${accessWords(access)})`;
}

function accessWords({ mode, uid, gid }: Access): string {
  return `mode ${(mode & 0o777).toString(8)}, of ${uid}:${gid}`;
}

/** What a user cannot read of a file, or of a directory and the tracked files in it; of a closed directory itself alone. */
function closedIn(path: string, user: ContainerUser, facts: Facts): Closed[] {
  const isDirectory = facts.stat(path)?.kind === 'dir';
  const files = isDirectory ? facts.tracked(path) : [];
  const directories = [...new Set(files.flatMap((file) => parentsOf(file)))];
  const all = [
    { path, isDirectory },
    ...directories.map((each) => ({ path: joinPath(path, each), isDirectory: true })),
    ...files.map((each) => ({ path: joinPath(path, each), isDirectory: false })),
  ];
  const closed = all.flatMap((each): Closed[] => {
    const access = facts.access(each.path);
    if (!access) return [];
    const may =
      permits(access, user, 'read') !== false &&
      (!each.isDirectory || permits(access, user, 'enter') !== false);
    return may ? [] : [{ ...each, access }];
  });
  return closed.filter((each) => !closed.some((other) => each.path.startsWith(`${other.path}/`)));
}

/** `a/b/c.py` → `a`, `a/b`. */
function parentsOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, i) => names.slice(0, i + 1).join('/'));
}

/** A file of the source tree that starts the container by its path. */
function notExecutable(service: CheckedService, image: Image | undefined, input: CheckInput): ServiceClaim[] {
  const [program = ''] = commandOf(service, input);
  if (!program.includes('/')) return [];
  const path = pathFrom(workdirOf(service, image, input.conventions), program);
  const source = fileAt(service, image, path);
  const access =
    source === undefined || input.facts.stat(source)?.kind !== 'file'
      ? undefined
      : input.facts.access(source);
  if (source === undefined || !access || (access.mode & 0o111) !== 0) return [];
  const mount = mountOver(service, path);
  // a RUN or --chmod may give the image's own copy what the source tree's has not
  if (!mount && /\bchmod\b/i.test(image?.context.dockerfile ?? '')) return [];
  return [
    {
      at: mount ? mountAt(mount) : 'image',
      severity: 'error',
      problem: `starts with ${path}, which nobody may execute: "${source}" has mode ${(access.mode & 0o777).toString(8)}`,
      fix: `chmod +x ${source}, in git too: git update-index --chmod=+x`,
    },
  ];
}

/** Users that images of well-known programs bring with them, and the directory that each has there. */
const OWN_DIRECTORY: Readonly<Record<string, string>> = {
  elasticsearch: '/usr/share/elasticsearch',
  grafana: '/var/lib/grafana',
  jenkins: '/var/jenkins_home',
  mongodb: '/data/db',
  mysql: '/var/lib/mysql',
  neo4j: '/data',
  node: '/home/node',
  postgres: '/var/lib/postgresql',
  rabbitmq: '/var/lib/rabbitmq',
  redis: '/data',
  valkey: '/data',
};

/** Instructions that may give a directory to another user than root. */
const GIVES = /\b(chown|install|useradd|adduser)\b|(?<!--)\bchmod\b/i;

/** A new volume gets the owner of the image's directory under it, and is root's where there is none. */
function unwritable(
  service: CheckedService,
  user: ContainerUser,
  name: string,
  image: Image | undefined,
): ServiceClaim[] {
  if (!image?.end || user.uid === 0 || GIVES.test(image.context.dockerfile)) return [];
  const { tree, unproven } = image.end;
  const own = Object.hasOwn(OWN_DIRECTORY, name) ? OWN_DIRECTORY[name] : undefined;
  return service.mounts.flatMap((mount): ServiceClaim[] => {
    if (mount.type !== 'volume' || mount.readOnly) return [];
    const target = cleanPath(mount.target);
    if (own !== undefined && isBelow(target, own)) return [];
    const at = tree.resolve(target);
    const isThere = typeof at === 'string' || at.node !== undefined;
    const mayBeMade = unproven.some(({ path }) => path === undefined || target.startsWith(parentOf(path)));
    if (isThere || mayBeMade) return [];
    return [
      {
        at: mountAt(mount),
        severity: 'note',
        problem: `no instruction makes ${target} in the image: if its base image has none, a new volume is root's there, and user ${name} cannot write to it`,
        fix: `RUN mkdir -p ${target} && chown ${name} ${target}`,
        ...(image.user ? lineOf(image, image.user.line) : {}),
      },
    ];
  });
}
