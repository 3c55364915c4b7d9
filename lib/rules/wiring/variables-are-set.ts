import type { CheckedService, CheckedSystem } from '../../model/checked-system.js';
import type { SourcePlace } from '../../model/finding.js';
import { fileAt, pathFrom, workdirOf } from '../container-files.js';
import { imageOf } from '../image.js';
import { few } from '../paths.js';
import { reachedCode } from '../reached-code.js';
import { type CheckInput, type Claim, placeOf, type Rule, systemsOf } from '../rule.js';
import { byHost, calledBy } from './dependencies.js';
import { setIn, variablesIn } from './variables-in-code.js';

/** What code plainly requires of its environment is set. */
export const variablesAreSet: Rule = {
  id: 'variables-are-set',
  severity: 'warning',
  group: 'wiring',
  claim:
    'A variable that the code plainly requires is set; where it falls back to an address, a service of the system has that.',
  why: 'The program ends as soon as it starts, or calls a host that does not exist.',
  wrong: {
    language: 'python',
    text: '# the service has no ENCRYPTION_KEY\nKEY = os.environ["ENCRYPTION_KEY"]',
  },
  right: {
    language: 'ts',
    text: "environment: { ENCRYPTION_KEY: { secret: 'ENCRYPTION_KEY', form: 'fernet' } }",
  },
  check: (input) => {
    const found = new Map<string, Lack[]>();
    for (const system of systemsOf(input))
      for (const service of system.services)
        for (const lack of lacksOf(service, system, input)) {
          const key = `${lack.name}\0${lack.says}`;
          found.set(key, [...(found.get(key) ?? []), lack]);
        }
    return [...found.values()].flatMap(toClaim);
  },
};

/** A variable that a service lacks. */
interface Lack {
  readonly name: string;
  readonly service: CheckedService;
  readonly says: string;
  readonly fix: string;
  readonly place: SourcePlace;
}

/** One for each variable, however many services and modes lack it. */
function toClaim([first, ...others]: readonly Lack[]): Claim[] {
  if (!first) return [];
  const { service, name, says, fix, place } = first;
  const more = [...new Set(others.map((each) => each.service.name))].filter((each) => each !== service.name);
  return [
    {
      where: placeOf(service),
      at: `environment[${name}]`,
      problem: `${says}${more.length > 0 ? `; so it is in ${few(more)}` : ''}`,
      fix,
      place,
    },
  ];
}

/** Those that every container has. */
const EVERYWHERE = /^(PATH|HOME|HOSTNAME|PWD|USER|TERM|LANG|TZ|LC_\w+|PYTHON\w*|NODE_\w+)$/;

function lacksOf(service: CheckedService, system: CheckedSystem, input: CheckInput): Lack[] {
  const code = reachedCode(service, input);
  if (code.length === 0 || readsFile(service, code, input)) return [];
  const set = new Set(
    [
      ...Object.keys(service.environment),
      ...(imageOf(service, input)?.variables ?? []),
      ...code.flatMap(setIn),
    ].map((name) => name.toUpperCase()),
  );
  const hosts = byHost(system.services);
  const isFernet = code.some(({ text }) => /\bFernet\b/.test(text));
  const seen = new Set<string>();
  return code.flatMap((file) =>
    variablesIn(file).flatMap(({ name, line, fallback }): Lack[] => {
      if (set.has(name.toUpperCase()) || EVERYWHERE.test(name) || seen.has(name)) return [];
      const place = { file: file.source, line };
      if (fallback === undefined) {
        seen.add(name);
        const says = 'is required by the code, and nobody sets it';
        return [{ name, service, place, says, fix: howToSet(name, service, isFernet) }];
      }
      const says = wrongFallback(fallback, service, hosts);
      if (says === undefined) return [];
      seen.add(name);
      return [{ name, service, place, says, fix: `set ${name}, or correct the fallback` }];
    }),
  );
}

/** Whether variables come from a file of the container, too. */
function readsFile(
  service: CheckedService,
  code: ReturnType<typeof reachedCode>,
  input: CheckInput,
): boolean {
  if (!code.some(({ text }) => /\b(load_dotenv|dotenv)\b/.test(text))) return false;
  const image = imageOf(service, input);
  return fileAt(service, image, pathFrom(workdirOf(service, image, input.conventions), '.env')) !== undefined;
}

function howToSet(name: string, { image }: CheckedService, isFernet: boolean): string {
  const isOurs = image?.kind === 'build' && image.source.live !== undefined;
  if (!isOurs) return 'set it in its environment';
  if (!/KEY|SECRET|TOKEN|PASSWORD/.test(name))
    return `set it in its construct: environment: { ${name}: '…' }`;
  const form = isFernet && /KEY/.test(name) ? 'fernet' : 'from the team';
  return `set it in its construct: environment: { ${name}: { secret: '${name}', form: '${form}' } }`;
}

/** What is wrong with an address that is used where nobody sets another one; undefined for nothing, and for no address. */
function wrongFallback(
  fallback: string,
  service: CheckedService,
  hosts: ReadonlyMap<string, CheckedService>,
): string | undefined {
  const host = /^[a-z][a-z0-9+]*:\/\/(?:[^@/]*@)?([a-z0-9_-]+)(?::\d+)?(?:[/?]|$)/i.exec(fallback)?.[1];
  if (host === undefined || /^(localhost|host|gateway|\d+)$/.test(host)) return undefined;
  if (calledBy(service, host, hosts) !== undefined) return undefined;
  return `is not set, and the code falls back to "${host}", which is not a service of the system`;
}
