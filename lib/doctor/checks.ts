import { environmentName } from '../model/conventions.js';
import { counted } from '../model/counted.js';
import { formatSize } from '../model/format-size.js';
import { type Diagnosis, fine, wrong } from './diagnosis.js';
import type { Machine } from './machine.js';
import { metrics } from './metrics.js';

const UNKNOWN = 'not looked at: no engine answers, or the system cannot be described';
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** Node's major version below which nothing runs. */
const OLDEST_NODE = 22;

/** Every check, in the order in which one needs the other. */
export const CHECKS: readonly ((machine: Machine) => Diagnosis | readonly Diagnosis[])[] = [
  versions,
  engine,
  source,
  clock,
  disks,
  memory,
  ports,
  inotify,
  registries,
  certificates,
  metrics,
  backups,
];

function versions({ versions, conventions }: Machine): Diagnosis[] {
  const { node, compose, composeProblem, terraform } = versions;
  const { setup } = conventions.commands;
  return [
    Number(node.split('.')[0]) >= OLDEST_NODE
      ? fine('node', `Node ${node}`)
      : wrong('node', 'error', `Node ${node} is too old`, [
          setup,
          `installs a newer one for these commands alone`,
        ]),
    composeProblem === undefined
      ? fine('compose', `Docker Compose ${compose ?? ''}`.trim())
      : wrong('compose', 'error', composeProblem, [setup, 'installs Docker Compose as a plugin of docker']),
    fine('terraform', terraform ?? 'not installed; only a deploy with Terraform needs it'),
  ];
}

function engine({ engine }: Machine): Diagnosis {
  return engine.problem
    ? wrong('engine', 'error', engine.problem.says, [
        engine.problem.cure,
        'then services can be started and looked at',
      ])
    : fine('engine', `Docker Engine ${engine.version} answers`);
}

function source({ sourceProblem, conventions }: Machine): Diagnosis {
  return sourceProblem === undefined
    ? fine('source', 'the source tree can be described')
    : wrong('source', 'error', sourceProblem, [
        conventions.commands.validate,
        'names every line that is wrong; until it is mended, a start is refused',
      ]);
}

/** Times of files and of starts are compared: seconds matter. */
function clock({ clockAhead }: Machine): Diagnosis {
  if (clockAhead === undefined) return fine('clock', 'not compared: no engine answers');
  const seconds = Math.round(Math.abs(clockAhead));
  if (seconds < 3) return fine('clock', "the engine's clock is this machine's");
  return wrong(
    'clock',
    'error',
    `the engine's clock is ${counted(seconds, 'second')} ${clockAhead > 0 ? 'ahead' : 'behind'}: edits seem older or newer than they are`,
    [
      'restart the virtual machine that the engine runs in (wsl --shutdown, or restart Docker Desktop)',
      'sets its clock',
    ],
  );
}

function disks({ disks, conventions }: Machine): Diagnosis[] {
  return disks.map(({ path, free, size, freeFiles }) => {
    const says = `${path}: ${formatSize(free)} of ${formatSize(size)} free`;
    const cure = [
      conventions.commands.prune,
      "removes this system's images and build contexts that nothing needs any more; --dry-run lists them",
    ] as const;
    if (freeFiles < 1000) return wrong('disk', 'error', `${path}: no room for more files`, cure);
    if (free < GIB) return wrong('disk', 'error', says, cure);
    return free < 5 * GIB ? wrong('disk', 'warning', says, cure) : fine('disk', says);
  });
}

function memory({ memory: { available, total, limits }, conventions }: Machine): Diagnosis {
  const says = `${formatSize(available)} of ${formatSize(total)} available; the services may use ${formatSize(limits)}`;
  const cure = [
    `${conventions.commands.dev} --only SERVICE`,
    'starts a service and what it requires, and nothing else',
  ] as const;
  if (available < 256 * MIB) return wrong('memory', 'error', says, cure);
  return limits > total ? wrong('memory', 'warning', says, cure) : fine('memory', says);
}

function ports({ ports, conventions }: Machine): Diagnosis | Diagnosis[] {
  if (!ports) return fine('ports', `${UNKNOWN}, or this copy gets free ones at its first start`);
  if (ports.taken.length === 0) return fine('ports', `${counted(ports.checked, 'port')} free, or ours`);
  const variable = environmentName(conventions, 'PORT_OFFSET');
  return ports.taken.map(({ service, port, holder }) =>
    wrong('ports', 'error', `port ${port} of ${service} is taken by ${holder}`, [
      `stop that, or set ${variable}=10000`,
      'the variable moves every port of the system by that much',
    ]),
  );
}

function inotify({ inotify }: Machine): Diagnosis {
  if (!inotify) return fine('inotify', 'the kernel does not say how many files may be watched');
  const { watches, instances, needed } = inotify;
  const raise = (name: string, to: number) =>
    [
      `sudo sysctl fs.inotify.${name}=${to}`,
      'raises the limit until the next boot; a file in /etc/sysctl.d keeps it',
    ] as const;
  // editors and other watchers of the same user count too
  if (watches < needed * 4)
    return wrong(
      'inotify',
      'warning',
      `${watches} files may be watched, and the live ones are ${needed}`,
      raise('max_user_watches', 524_288),
    );
  if (instances < 64)
    return wrong(
      'inotify',
      'warning',
      `${instances} programs may watch files`,
      raise('max_user_instances', 512),
    );
  return fine('inotify', `${watches} files may be watched; the live ones are ${needed}`);
}

function registries({ images, conventions }: Machine): Diagnosis | Diagnosis[] {
  if (!images) return fine('registries', UNKNOWN);
  const { needed, missing } = images;
  if (missing.length === 0) return fine('registries', `${counted(needed, 'image')} here, or to be had`);
  return missing.map(({ image, because }) =>
    wrong('registries', 'error', `${image} is not here, and no registry gives it: ${because}`, [
      /x509|certificate/i.test(because)
        ? 'add the certificate of your proxy or registry to the machine (/usr/local/share/ca-certificates, then sudo update-ca-certificates), and restart Docker'
        : conventions.commands.setup,
      /x509|certificate/i.test(because)
        ? 'Docker then trusts what stands between it and the registry'
        : 'builds a base image in its place, from packages of Debian, npm and PyPI',
    ]),
  );
}

const DAYS = 24 * 3600 * 1000;

function certificates({ certificates }: Machine, now = Date.now()): Diagnosis | Diagnosis[] {
  const bad = certificates.flatMap(({ file, namedBy, problem, ends }): Diagnosis[] => {
    const name = `${file}, which ${namedBy} names,`;
    if (problem !== undefined)
      return [
        wrong('certificates', 'error', `${name} ${problem}`, [
          `correct ${namedBy}, or unset it`,
          "npm and Node then use the machine's own certificates",
        ]),
      ];
    if (!ends || ends.getTime() > now + 14 * DAYS) return [];
    const isOver = ends.getTime() < now;
    return [
      wrong(
        'certificates',
        isOver ? 'error' : 'warning',
        `${name} ${isOver ? 'ended' : 'ends'} on ${ends.toISOString().slice(0, 10)}`,
        ['get a new one from whoever issued it', 'connections that need it are refused after that day'],
      ),
    ];
  });
  if (bad.length > 0) return bad;
  return fine(
    'certificates',
    certificates.length === 0 ? "none but the machine's own" : `${certificates.length} valid`,
  );
}

function backups({ backup: { location, restic }, conventions }: Machine): Diagnosis {
  const variable = environmentName(conventions, 'BACKUP');
  if (location === undefined) return fine('backup', `${variable} does not say where backups go`);
  if (restic !== undefined) return fine('backup', `${restic}; backups go to ${location}`);
  return wrong('backup', 'error', `restic is not installed, and ${variable} says where backups go`, [
    'sudo apt-get install restic',
    `installs what makes them; ${conventions.commands.setup} does it too`,
  ]);
}
