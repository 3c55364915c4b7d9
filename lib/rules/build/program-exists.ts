import { effectsOf } from '../../dockerfile/run-effects.js';
import { mayBeAt, pathFrom } from '../container-files.js';
import { imageOf, lineOf, takenAway } from '../image.js';
import { endOf, mountOver } from '../mounts.js';
import { isBelow, parentOf } from '../paths.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';
import { type Started, startedBy } from '../started.js';
import { textOf } from '../wiring/urls.js';
import { type Around, knownAt, namesIn, nearest, startAt } from './around.js';
import { moduleClaims } from './module-claims.js';
import { namedFile } from './named-files.js';
import { scriptClaims } from './script-claims.js';

/** What a service starts is in its container. */
export const programExists: Rule = {
  id: 'program-exists',
  severity: 'error',
  group: 'build',
  claim:
    'What a service starts is in its container: a file, a module and what is taken from it, a script of package.json.',
  why: 'The image is built without an error, and its container ends as soon as it starts.',
  wrong: { language: 'dockerfile', text: 'COPY main.py ./\nCMD ["python", "mian.py"]' },
  right: { language: 'dockerfile', text: 'COPY main.py ./\nCMD ["python", "main.py"]' },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    // where a command is run, an image from outside alone knows
    const isPlaceKnown = (service.workdir ?? image?.workdir) !== undefined;
    const made: string[] = [];
    for (const started of startedBy(service, input)) {
      // what an earlier command makes is there by then
      const isMade = (path: string) => made.some((each) => isBelow(path, each));
      const claims = started.always ? judged(started, { service, image, input }, isPlaceKnown, isMade) : [];
      if (claims.length > 0) return claims;
      made.push(...madeBy(started));
    }
    return [];
  }),
};

function judged(
  started: Started,
  around: Around,
  isPlaceKnown: boolean,
  isMade: (path: string) => boolean,
): ServiceClaim[] {
  const { service } = around;
  const known = service.variables ?? {};
  const values = Object.entries(service.environment).map(
    ([name, value]) => [name, textOf(value, known)] as const,
  );
  const named = namedFile(started, Object.fromEntries(values));
  if (named?.kind === 'file') {
    const path = pathFrom(started.workdir, named.name);
    return (isPlaceKnown || named.name.startsWith('/')) && !isMade(path) ? ofFile(path, around) : [];
  }
  if (!isPlaceKnown || isMade(started.workdir)) return [];
  return named ? moduleClaims(named, started, around) : scriptClaims(started, around);
}

function ofFile(path: string, around: Around): ServiceClaim[] {
  const { service, image, input } = around;
  const removed = image && !mountOver(service, path) ? takenAway(image, path) : undefined;
  if (image && removed)
    return [
      {
        at: 'image',
        problem: `starts ${path}, which line ${removed.line} of the Dockerfile takes away`,
        fix: 'leave it there, or start something else',
        ...lineOf(image, removed.line),
      },
    ];
  if (mayBeAt(service, image, path, input.facts)) return [];
  // git is asked of what is missing alone: each answer is a process
  const known = knownAt(path, around);
  if (known === false) return [];
  if (isSaidOfMount(service.name, path, input)) return [];
  const near = nearest(path.slice(path.lastIndexOf('/') + 1), namesIn(parentOf(path), around));
  const reference = known === 'copied' ? `, unless ${image?.base} has it` : '';
  return [
    {
      ...startAt(around),
      ...(known === 'copied' ? { severity: 'warning' as const } : {}),
      problem: `starts ${path}, and nothing is there in the container${reference}${keptOut(path, around)}`,
      fix: near === undefined ? 'copy it in the Dockerfile, or start a file that is there' : `write ${near}`,
    },
  ];
}

/** Whether dev mounts it from a place that is not there: `source-exists` says so, and it is the same cause. */
function isSaidOfMount(name: string, path: string, { dev, facts }: CheckInput): boolean {
  const mount = dev?.services.filter((each) => each.name === name).map((each) => mountOver(each, path))[0];
  return mount?.type === 'bind' && endOf(mount, facts) === undefined;
}

/** A file that would be there, if it were not kept out of the context. */
function keptOut(path: string, { image }: Around): string {
  const { ignored = [], ignoreFile = '.dockerignore' } = image?.context ?? {};
  const within = path.slice((image?.workdir ?? '/').length).replace(/^\//, '');
  return ignored.includes(within) ? `: ${ignoreFile} keeps it out of the context` : '';
}

/** Where a command may leave files. Of a program that nobody knows, that it writes its own service is not expected. */
function madeBy({ words, workdir }: Started): readonly string[] {
  if (/\/|\.(sh|py|[cm]?[jt]s)$/.test(words[0] ?? '')) return ['/'];
  const script = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return effectsOf(script, workdir, () => undefined).flatMap(({ path, makes }) =>
    path === undefined || makes ? [] : [path],
  );
}
