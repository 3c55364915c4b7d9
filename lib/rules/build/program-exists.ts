import { distance } from 'fastest-levenshtein';
import { effectsOf } from '../../dockerfile/run-effects.js';
import type { CheckedService } from '../../model/checked-system.js';
import { fileAt, mayBeAt, pathFrom } from '../container-files.js';
import { type Image, imageOf, lineOf, takenAway } from '../image.js';
import { endOf, mountOver } from '../mounts.js';
import { cleanPath, isBelow, parentOf } from '../paths.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from '../rule.js';
import { type Started, startedBy } from '../started.js';
import { isKnownAt } from './known-places.js';
import { type NamedFile, namedFile } from './named-files.js';

/** What a service starts is in its container. */
export const programExists: Rule = {
  id: 'program-exists',
  severity: 'error',
  group: 'build',
  claim: 'The file that a service starts is in its container.',
  why: 'The image is built without an error, and its container ends as soon as it starts.',
  wrong: { language: 'dockerfile', text: 'COPY main.py ./\nCMD ["python", "mian.py"]' },
  right: { language: 'dockerfile', text: 'COPY main.py ./\nCMD ["python", "main.py"]' },
  check: eachService((service, input) => {
    const image = imageOf(service, input);
    // where a command is run, an image from outside alone knows
    const isPlaceKnown = (service.workdir ?? image?.workdir) !== undefined;
    const made: string[] = [];
    for (const started of startedBy(service, input)) {
      const named = started.always ? namedFile(started) : undefined;
      const path = named && pathFrom(started.workdir, named.name);
      const isKnown = isPlaceKnown || named?.name.startsWith('/');
      // what an earlier command makes is there by then
      const isMade = path === undefined || made.some((each) => isBelow(path, each));
      const claims = named && isKnown && !isMade ? judged(named, path, { service, image, input }) : [];
      if (claims.length > 0) return claims;
      made.push(...madeBy(started));
    }
    return [];
  }),
};

interface Around {
  readonly service: CheckedService;
  readonly image: Image | undefined;
  readonly input: CheckInput;
}

function judged(named: NamedFile, path: string, around: Around): ServiceClaim[] {
  const { service, image, input } = around;
  const mount = mountOver(service, path);
  const removed = image && !mount ? takenAway(image, path) : undefined;
  if (image && removed)
    return [
      {
        at: 'image',
        problem: `starts ${path}, which line ${removed.line} of the Dockerfile takes away`,
        fix: 'leave it there, or start something else',
        ...lineOf(image, removed.line),
      },
    ];
  if (isGiven(service, path) || mayBeAt(service, image, path, input.facts)) return [];
  // git is asked of what is missing alone: each answer is a process
  const known = mount ? isKnownInMount(path, around) : image !== undefined && isKnownAt(image, path);
  if (!known || isSaidOfMount(service.name, path, input)) return [];
  return missing(named, path, known, around);
}

function missing(
  { kind, name }: NamedFile,
  path: string,
  known: true | 'copied',
  around: Around,
): ServiceClaim[] {
  const { service, image } = around;
  const near = nearTo(path, around);
  // a module may be of a package, where none of almost the same name is there
  if (kind === 'module' && near === undefined) return [];
  const own = service.command ? 'command' : service.entrypoint ? 'entrypoint' : undefined;
  const reference = known === 'copied' ? `, unless ${image?.base} has it` : '';
  return [
    {
      at: own ?? 'image',
      ...(kind === 'module' || known === 'copied' ? { severity: 'warning' as const } : {}),
      problem:
        kind === 'module'
          ? `starts the module ${name}, and nothing is at ${path}.py in the container`
          : `starts ${path}, and nothing is there in the container${reference}${keptOut(path, around)}`,
      fix: near === undefined ? 'copy it in the Dockerfile, or start a file that is there' : `write ${near}`,
      ...(!own && image?.startLine ? lineOf(image, image.startLine) : {}),
    },
  ];
}

/** What a mount shows is known, but for what is made there: packages, and what git leaves out. */
function isKnownInMount(path: string, { service, image, input: { facts } }: Around): boolean {
  const source = fileAt(service, image, path);
  const isMade = /\/(node_modules|vendor|\.?venv|target|dist|build|out)\//.test(path);
  return source !== undefined && !isMade && !facts.isIgnored(source);
}

/** Whether dev mounts it from a place that is not there: `source-exists` says so, and it is the same cause. */
function isSaidOfMount(name: string, path: string, { dev, facts }: CheckInput): boolean {
  const mount = dev?.services.filter((each) => each.name === name).map((each) => mountOver(each, path))[0];
  return mount?.type === 'bind' && endOf(mount, facts) === undefined;
}

/** Whether something is there that neither an image nor a mount brings. */
function isGiven({ secretFiles = {}, tmpfs = {} }: CheckedService, path: string): boolean {
  return [...Object.keys(secretFiles), ...Object.keys(tmpfs)].some((at) => isBelow(path, cleanPath(at)));
}

/** A file that would be there, if it were not kept out of the context. */
function keptOut(path: string, { image }: Around): string {
  const { ignored = [], ignoreFile = '.dockerignore' } = image?.context ?? {};
  const within = path.slice((image?.workdir ?? '/').length).replace(/^\//, '');
  return ignored.includes(within) ? `: ${ignoreFile} keeps it out of the context` : '';
}

/** A name beside a path that is almost the same. */
function nearTo(path: string, around: Around): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const most = name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
  const isModule = !name.includes('.');
  const near = namesIn(parentOf(path), around)
    .map((each) => (isModule ? each.replace(/\.py$/, '') : each))
    .find((each) => each !== name && (distance(each, name) <= most || sorted(each) === sorted(name)));
  return near;
}

/** Two letters in the other order are one slip. */
function sorted(name: string): string {
  return [...name].sort().join('');
}

function namesIn(directory: string, { service, image, input: { facts } }: Around): readonly string[] {
  const mount = mountOver(service, directory);
  if (mount) {
    const source = mount.type === 'bind' ? fileAt(service, image, directory) : undefined;
    const all = source === undefined ? [] : facts.list(facts.resolve(source) ?? source);
    return all.map(({ path }) => path).filter((path) => !path.includes('/'));
  }
  const found = image?.end?.tree.resolve(directory);
  return typeof found === 'object' && found.node?.kind === 'dir' ? [...found.node.children.keys()] : [];
}

/** Where a command may leave files. Of a program that nobody knows, that it writes its own service is not expected. */
function madeBy({ words, workdir }: Started): readonly string[] {
  if (/\/|\.(sh|py|[cm]?[jt]s)$/.test(words[0] ?? '')) return ['/'];
  const script = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return effectsOf(script, workdir, () => undefined).flatMap(({ path, makes }) =>
    path === undefined || makes ? [] : [path],
  );
}
