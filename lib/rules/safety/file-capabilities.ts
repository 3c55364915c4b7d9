import type { CheckedService } from '../../model/checked-system.js';
import { eachImage } from '../each-image.js';
import { type Image, lineOf } from '../image.js';
import { few } from '../paths.js';
import { isForeign, type Rule, type ServiceClaim } from '../rule.js';
import { gainsNone } from './no-new-privileges.js';

/** What the engine leaves to a container that drops nothing: docs.docker.com/engine/security/#linux-kernel-capabilities */
const DEFAULTS = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

/** What a program is to be able to by its file's capabilities, it is able to. */
export const fileCapabilities: Rule = {
  id: 'file-capabilities',
  severity: 'error',
  group: 'safety',
  claim:
    'Where a Dockerfile gives a program capabilities by `setcap`, and its user is not root, the container keeps them and lets the program gain them.',
  why: 'With no-new-privileges, such a program starts without them and does nothing right, in a container that looks healthy; where they are dropped, it does not start.',
  wrong: {
    language: 'yaml',
    text: '# RUN setcap cap_net_raw+ep /usr/bin/tcpdump\ncap_drop: [ALL]\nsecurity_opt: [no-new-privileges:true]',
  },
  right: {
    language: 'yaml',
    text: '# RUN setcap cap_net_raw+ep /usr/bin/tcpdump\ncap_drop: [ALL]\ncap_add: [NET_RAW]',
  },
  check: eachImage((image, service, input) => {
    if (service.privileged || isRoot(service.user ?? image.user?.name)) return [];
    if (image.fileCapabilities.length === 0) return unused(service, image);
    return image.fileCapabilities.flatMap(({ capabilities, line }) => [
      ...dropped(service, capabilities, image, line),
      ...voided(service, capabilities, lineOf(image, line), isForeign(service, input)),
    ]);
  }),
};

/** Where nobody names another one, an image's user is root. */
function isRoot(user = 'root'): boolean {
  return /^(root|0+)(:|$)/.test(user);
}

function dropped(
  service: CheckedService,
  capabilities: readonly string[],
  image: Image,
  line: number,
): ServiceClaim[] {
  const lost = capabilities.filter((name) => !keeps(service, name));
  if (lost.length === 0) return [];
  return [
    {
      at: 'capabilities',
      problem: `does not keep ${few(lost)}, which setcap gives to a program of its image: that one does not start`,
      fix: `keep ${few(lost)} (cap_add, capabilities), or remove setcap from the Dockerfile`,
      ...lineOf(image, line),
    },
  ];
}

function voided(
  service: CheckedService,
  capabilities: readonly string[],
  place: ReturnType<typeof lineOf>,
  isTheirs: boolean,
): ServiceClaim[] {
  if (!gainsNone(service)) return [];
  const why = isTheirs ? '' : ', with an exception that says why';
  return [
    {
      at: 'securityOptions',
      problem: `has no-new-privileges, which voids ${few(capabilities)} that setcap gives to a program of its image`,
      fix: `remove no-new-privileges for this service${why}, or remove setcap from the Dockerfile`,
      ...place,
    },
  ];
}

/** What is kept for nobody: a user that is not root has it from a program's file alone. */
function unused(service: CheckedService, image: Image): ServiceClaim[] {
  const kept = service.capabilities?.add ?? [];
  if (kept.length === 0) return [];
  return [
    {
      at: 'capabilities',
      severity: 'warning',
      problem: `keeps ${few(kept)}, but runs as "${service.user ?? image.user?.name}", and its Dockerfile gives that to no program by setcap`,
      fix: 'add RUN setcap cap_…+ep PROGRAM to the Dockerfile, or do not keep it',
      ...(image.user && service.user === undefined ? lineOf(image, image.user.line) : {}),
    },
  ];
}

function keeps({ capabilities }: CheckedService, name: string): boolean {
  const [add, drop] = [capabilities?.add ?? [], capabilities?.drop ?? []];
  if (add.includes('ALL') || add.includes(name)) return !drop.includes(name);
  return DEFAULTS.has(name) && !drop.includes('ALL') && !drop.includes(name);
}
