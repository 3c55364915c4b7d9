import type { CheckedService, CheckedSystem } from '../../model/checked-system.js';
import type { SourcePlace } from '../../model/finding.js';
import { fileAt, pathFrom, workdirOf } from '../container-files.js';
import { imageOf } from '../image.js';
import { few } from '../paths.js';
import { type ReachedFile, reachedCode } from '../reached-code.js';
import { type CheckInput, type Claim, isForeign, placeOf, type Rule, systemsOf } from '../rule.js';
import { byHost, calledBy } from './dependencies.js';
import { isNamed, isSibling } from './sibling-variables.js';
import { textOf } from './urls.js';
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
    return together([...found.values()].map(toLacking), input).map(toClaim);
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

/** The same of one variable or several, and all who lack them. */
interface Lacking extends Omit<Lack, 'name'> {
  readonly names: readonly string[];
  /** Other services. */
  readonly others: readonly string[];
}

function toLacking(lacks: readonly Lack[]): Lacking {
  const [{ name, service, ...rest }] = lacks as [Lack];
  const others = new Set(lacks.map((each) => each.service.name).filter((each) => each !== service.name));
  return { ...rest, names: [name], service, others: [...others] };
}

/** Of somebody else's services, what one lacks of the required is one finding: most often a whole file is not given to it. */
function together(all: readonly Lacking[], input: CheckInput): Lacking[] {
  const found = new Map<string, Lacking>();
  for (const each of all) {
    const { service, others, says, names } = each;
    const isAlone = says !== REQUIRED || !isForeign(service, input);
    const key = JSON.stringify([service.name, others, isAlone && [names, says]]);
    const known = found.get(key);
    found.set(key, known ? { ...known, names: [...known.names, ...names] } : each);
  }
  return [...found.values()];
}

function toClaim({ service, names, others, says, fix, place }: Lacking): Claim {
  const all = names.length > 1 ? `${names.join(', ')} are required by the code, and nobody sets them` : says;
  return {
    where: placeOf(service),
    at: `environment[${names[0]}]`,
    problem: `${all}${others.length > 0 ? `; so it is in ${few(others)}` : ''}`,
    fix: names.length > 1 ? 'set them in its environment' : fix,
    place,
  };
}

const REQUIRED = 'is required by the code, and nobody sets it';

/** Those that every container has. */
const EVERYWHERE = /^(PATH|HOME|HOSTNAME|PWD|USER|TERM|LANG|TZ|LC_\w+|PYTHON\w*|NODE_\w+)$/;

function lacksOf(service: CheckedService, system: CheckedSystem, input: CheckInput): Lack[] {
  const code = service.lacksEnvFile ? [] : reachedCode(service, input);
  if (code.length === 0 || readsFile(service, code, input)) return [];
  const given = Object.keys(service.environment);
  const set = new Set(
    [...given, ...(imageOf(service, input)?.variables ?? []), ...code.flatMap(setIn)].map((name) =>
      name.toUpperCase(),
    ),
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
        return [{ name, service, place, says: REQUIRED, fix: howToSet(name, service, isFernet) }];
      }
      const says =
        wrongFallback(fallback, service, hosts) ?? besideSibling(name, fallback, service, code, input);
      if (says === undefined) return [];
      seen.add(name);
      return [{ name, service, place, says, fix: `set ${name}, or correct the fallback` }];
    }),
  );
}

/** That another form of a variable is set, which nothing in the container reads, and is not what the code falls back to. */
function besideSibling(
  name: string,
  fallback: string,
  service: CheckedService,
  code: readonly ReachedFile[],
  input: CheckInput,
): string | undefined {
  const sibling = Object.entries(service.environment).find(
    ([other, value]) =>
      isSibling(name, other) && !textOf(value, service.variables ?? {}).includes(fallback || '\0\0'),
  )?.[0];
  if (sibling === undefined || isNamed(sibling, service, code, input)) return undefined;
  return `is not set, and the code falls back to a text of its own, while ${sibling} is set and nothing reads it`;
}

/** Whether variables come from a file of the container, too. */
function readsFile(
  service: CheckedService,
  code: ReturnType<typeof reachedCode>,
  input: CheckInput,
): boolean {
  const reads = /\b(load_dotenv|dotenv|decouple|environs|read_env|starlette\.config)\b/;
  if (!code.some(({ text }) => reads.test(text))) return false;
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
