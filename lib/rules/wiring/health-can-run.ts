import { unprovenAt } from '../../dockerfile/copy-resolution.js';
import { type Image, imageOf, lineOf } from '../image.js';
import { eachService, type Rule } from '../rule.js';

/** Of Debian without what its images add: no client for HTTP, no tools for processes and networks. */
const BARE = ['curl', 'wget', 'nc', 'netcat', 'ps', 'pgrep', 'ping', 'ss', 'netstat', 'telnet'];
/** Images, and which programs of health checks they lack. */
const LACKS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(node|python|ruby|rust|golang|perl|debian):[\w.-]*slim/, BARE],
  [/^(debian|ubuntu)(:(?![\w.-]*slim)|$)/, BARE.filter((program) => !/^p(s|grep)$/.test(program))],
  [/^(redis|postgres|mysql|mariadb|mongo)(:(?!.*alpine)|$)/, ['curl', 'wget', 'nc']],
  [/^(alpine|(node|python|ruby|rust|golang|redis|postgres):[\w.-]*alpine)/, ['curl', 'bash']],
];
const HTTP = /(?:^|[\s/|&;(])(curl|wget)(?=\s|$)/;
/** At the beginning of a command: what only ends like one of them, as a URL may, is none. */
const OTHERS =
  /(?:^(?:CMD(?:-SHELL)? )?|[|&;(!]\s*|\b(?:sh -c|exec|if)\s+)(?:\/\S*\/)?(nc|netcat|ps|pgrep|ping|ss|netstat|telnet|bash|pg_isready|redis-cli|mysqladmin|mongosh)(?=\s|$)/;
/** They are in images of their own database, and in no image of a language. */
const CLIENTS = ['pg_isready', 'redis-cli', 'mysqladmin', 'mongosh'];
const LANGUAGES = /^(node|python|ruby|rust|golang|perl|debian|ubuntu|alpine)(:|$)/;

/** A health check starts a program that the image has. */
export const healthCanRun: Rule = {
  id: 'health-can-run',
  severity: 'warning',
  group: 'wiring',
  claim: 'The program of a health check is in the image.',
  why: 'Otherwise the service never becomes healthy, and whatever waits for it never starts.',
  wrong: {
    language: 'yaml',
    text: '# built from node:20-slim, which has no curl\ntest: [CMD, curl, -f, http://localhost:4000]',
  },
  right: {
    language: 'yaml',
    text: 'test: [CMD, node, -e, "fetch(\'http://localhost:4000\').then(r => process.exit(r.ok ? 0 : 1))"]',
  },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    const test = (service.healthCheck ?? image?.healthCheck)?.test ?? [];
    const bare = test[0] === 'CMD-SHELL' ? withoutShell(image) : undefined;
    if (bare !== undefined)
      return [
        {
          at: 'healthCheck',
          problem: `the health check needs a shell, which ${bare} does not have`,
          fix: 'name a program of the image: `test: [CMD, …]`',
        },
      ];
    const text = test.join(' ');
    const program = (HTTP.exec(text) ?? OTHERS.exec(text))?.[1];
    const reference = !image && service.image?.kind === 'external' ? service.image.reference : image?.base;
    if (program === undefined || reference === undefined || mentions(image?.context.dockerfile, program))
      return [];
    const name = reference.replace(/^(docker\.io\/)?(library\/)?/, '');
    const lacks = LACKS.some(([known, programs]) => known.test(name) && programs.includes(program));
    if (!lacks && !(CLIENTS.includes(program) && LANGUAGES.test(name))) return [];
    return [
      {
        at: 'healthCheck',
        problem: `the health check runs ${program}, which ${reference} does not have`,
        fix: `install ${program} in the image, or ask by a program that it has`,
        ...(image?.healthCheck && !service.healthCheck ? lineOf(image, image.healthCheck.line) : {}),
      },
    ];
  }),
};

/** The base image, where it has no shell and no COPY may bring one. */
function withoutShell(image: Image | undefined): string | undefined {
  const isBare = image?.base === undefined || /(^|\/)distroless\/(?!.*debug)/.test(image.base);
  if (!image?.end || !isBare || unprovenAt(image, '/bin/sh').length > 0) return undefined;
  const at = image.end.tree.resolve('/bin/sh');
  return typeof at === 'string' || at.node ? undefined : (image.base ?? 'scratch');
}

/** Packages that bring a program of another name. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  nc: ['netcat', 'ncat'],
  ps: ['procps'],
  pgrep: ['procps'],
  ping: ['iputils'],
  ss: ['iproute2'],
  netstat: ['net-tools'],
  pg_isready: ['postgresql'],
  'redis-cli': ['redis'],
  mysqladmin: ['mysql', 'mariadb'],
  mongosh: ['mongodb'],
};

/** Whether a Dockerfile speaks of a program beside its own health check: it may install it. */
function mentions(dockerfile = '', program: string): boolean {
  const others = dockerfile.replaceAll(/^\s*HEALTHCHECK\b(.*\\\n)*.*/gim, '');
  const names = [program, ...(PACKAGES[program] ?? [])].join('|');
  return new RegExp(`\\b(${names})\\b`).test(others);
}
