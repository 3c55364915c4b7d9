import { fileAt, mayBeAt, pathFrom } from '../container-files.js';
import { doubtsAt } from '../image.js';
import { mountOver } from '../mounts.js';
import { parentOf } from '../paths.js';
import type { ServiceClaim } from '../rule.js';
import type { Started } from '../started.js';
import { textOf } from '../wiring/urls.js';
import { type Around, knownAt, namesIn, nearest, startAt } from './around.js';
import type { NamedModule } from './named-modules.js';
import { topNames } from './top-names.js';

/** What is wrong with the Python module that a command starts. */
export function moduleClaims(named: NamedModule, { workdir }: Started, around: Around): ServiceClaim[] {
  const parts = named.name.split('.');
  const root = named.directory === undefined ? workdir : pathFrom(workdir, named.directory);
  if (isLookedForElsewhere(parts[0] ?? '', around)) return [];
  for (const [i] of parts.entries()) {
    const stem = pathFrom(root, parts.slice(0, i + 1).join('/'));
    if (!isThere(stem, around)) return missing(named, parts, i, stem, around);
  }
  const stem = pathFrom(root, parts.join('/'));
  return [...ofPackage(named, stem, around), ...ofAttribute(named, stem, around)];
}

/** PYTHONPATH, which may lead to another module of the name. */
function isLookedForElsewhere(first: string, around: Around): boolean {
  const { service, image } = around;
  const given = service.environment.PYTHONPATH;
  if (given === undefined) return image?.variables.includes('PYTHONPATH') === true;
  return textOf(given, service.variables ?? {})
    .split(':')
    .some((path) => path !== '' && isThere(pathFrom(path, first), around));
}

function isThere(stem: string, around: Around): boolean {
  const { service, image, input } = around;
  // first: git is asked only of what is not there
  return mayBeAt(service, image, stem, input.facts) || knownAt(`${stem}.py`, around) === false;
}

function missing(
  { name }: NamedModule,
  parts: readonly string[],
  i: number,
  stem: string,
  around: Around,
): ServiceClaim[] {
  const part = parts[i] ?? '';
  const near = nearest(
    part,
    namesIn(parentOf(stem), around).map((each) => each.replace(/\.py$/, '')),
  );
  const { service, image } = around;
  const isOwn = fileAt(service, image, `${parentOf(stem)}/__init__.py`) !== undefined;
  // the first name may be that of a package, and so may a directory's without `__init__.py`
  if (near === undefined && (i === 0 || !isOwn)) return [];
  const right = [...parts.slice(0, i), near, ...parts.slice(i + 1)].join('.');
  return [
    {
      ...startAt(around),
      ...(i === 0 || knownAt(`${stem}.py`, around) === 'copied' ? { severity: 'warning' as const } : {}),
      problem: `starts the module ${name}, and nothing is at ${stem}.py in the container`,
      fix:
        near === undefined ? 'copy it in the Dockerfile, or start a module that is there' : `write ${right}`,
    },
  ];
}

/** `python -m app` runs `app/__main__.py`. */
function ofPackage({ name, isRun }: NamedModule, stem: string, around: Around): ServiceClaim[] {
  const { service, image, input } = around;
  const main = `${stem}/__main__`;
  const isPackage =
    fileAt(service, image, `${stem}/__init__.py`) !== undefined &&
    sourceText(`${stem}/__init__.py`, around) !== undefined;
  if (!isRun || !isPackage || mayBeAt(service, image, main, input.facts)) return [];
  if (knownAt(`${main}.py`, around) === false) return [];
  return [
    {
      ...startAt(around),
      problem: `starts the package ${name}, and nothing is at ${main}.py in the container`,
      fix: 'add it, or start a module of the package',
    },
  ];
}

function ofAttribute({ name, attribute }: NamedModule, stem: string, around: Around): ServiceClaim[] {
  const { service, image, input } = around;
  const path = [`${stem}.py`, `${stem}/__init__.py`].find((each) => sourceText(each, around) !== undefined);
  const text = path === undefined ? undefined : sourceText(path, around);
  if (attribute === undefined || path === undefined || text === undefined) return [];
  const names = topNames(text);
  const isModule =
    mayBeAt(service, image, `${stem}/${attribute}`, input.facts) && path.endsWith('__init__.py');
  if (!names || names.has(attribute) || isModule) return [];
  const near = nearest(attribute, names);
  // one that only imports is not written yet
  if (near === undefined && !/^(async |def |class |@|\w+ *=.*\()/m.test(text)) return [];
  return [
    {
      ...startAt(around),
      ...(near === undefined ? { severity: 'warning' as const } : {}),
      problem: `starts ${name}:${attribute}, and "${fileAt(service, image, path)}" has no ${attribute} of its own`,
      fix: near === undefined ? `name what the module has, or give it ${attribute}` : `write ${name}:${near}`,
    },
  ];
}

/** The text that a container has at a path; undefined where a RUN may have changed it. */
function sourceText(path: string, { service, image, input: { facts } }: Around): string | undefined {
  const source = fileAt(service, image, path);
  const isSure = mountOver(service, path) !== undefined || (image && doubtsAt(image, path).length === 0);
  const read = source === undefined || !isSure ? undefined : facts.read(source);
  return read && 'text' in read ? read.text : undefined;
}
