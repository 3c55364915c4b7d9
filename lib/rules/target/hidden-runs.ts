import type { Unproven } from '../../dockerfile/image-files.js';
import type { CheckedService } from '../../model/checked-system.js';
import { type Image, lineOf, sourceIn } from '../image.js';
import { type CheckedBind, mountOver } from '../mounts.js';
import { cleanPath, few, isBelow, joinPath, parentOf } from '../paths.js';
import type { CheckInput, ServiceClaim } from '../rule.js';
import { startedBy } from '../started.js';

/** What a program of a RUN makes or changes. */
interface Made {
  readonly by: string;
  readonly path: string;
  readonly line: number;
}

/** They leave nothing behind that could be hidden. */
const REMOVES = new Set(['rm', 'unlink', 'shred']);
const PACKAGES = /\/node_modules$/;
/** A start that installs recreates what is hidden. */
const INSTALLS = /^(npm|pnpm|yarn|bun)(\s+-\S+)*(\s+(ci|i|install)\b|$)/;

/** Of what RUN makes in an image: what a mounted directory hides, and what it may hide. */
export function hiddenRuns(
  mount: CheckedBind,
  service: CheckedService,
  image: Image,
  input: CheckInput,
): Omit<ServiceClaim, 'at'>[] {
  const target = cleanPath(mount.target);
  const below = (path: string) => path !== target && isBelow(path, target);
  const own = (path: string) => joinPath(mount.source, path.slice(target.length).replace(/^\//, ''));
  const isFile = (path: string) => input.facts.stat(own(path))?.kind === 'file';
  const made = image.unproven.filter(isMade).filter((each) => {
    const { path } = each;
    if (isTakenAway(each, image)) return false;
    if (isBelow(target, path)) return true;
    // what another mount shows there, or the mounted directory itself has, is seen
    return below(path) && mountOver(service, path) === mount && !isFile(path);
  });
  const packages = made.filter(({ path }) => below(path) && PACKAGES.test(path));
  // what npm makes beside the packages is theirs
  const others = made.filter(
    (each) => !packages.some(({ line, by }) => line === each.line && by === each.by),
  );
  const installs = startedBy(service, input).some(({ words }) => INSTALLS.test(words.join(' ')));
  return [
    ...(installs ? [] : packages)
      .filter(({ path }) => !areElsewhere(path, image, input))
      .map((each) => hidden(each, mount, image)),
    ...(others[0] ? [mayHide(others, others[0], image)] : []),
  ];
}

function isMade(each: Unproven): each is Unproven & Made {
  return each.path !== undefined && each.by !== undefined && !each.removes && !REMOVES.has(each.by);
}

/** Whether a later command is sure to take it to another place, or away. */
function isTakenAway(made: Unproven & Made, { unproven }: Image): boolean {
  return unproven
    .slice(unproven.indexOf(made) + 1)
    .some(({ removes, path }) => removes && path !== undefined && isBelow(made.path, path));
}

/** Settings of package managers that put packages into no `node_modules` beside them. */
const ELSEWHERE: Readonly<Record<string, (text: string) => boolean>> = {
  '.yarnrc': (text) => /^\s*--(\w+\.)?modules-folder\s/m.test(text),
  '.npmrc': (text) => /^\s*modules-dir\s*=/m.test(text),
  // Yarn's newer versions have none, unless they are told to
  '.yarnrc.yml': (text) => !/^nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(text),
};

function areElsewhere(path: string, image: Image, { facts }: CheckInput): boolean {
  return Object.entries(ELSEWHERE).some(([name, isElsewhere]) => {
    const source = sourceIn(image, `${parentOf(path)}/${name}`);
    const read = source === undefined ? undefined : facts.read(source);
    return read !== undefined && 'text' in read && isElsewhere(read.text);
  });
}

function hidden({ by, path, line }: Made, { source }: CheckedBind, image: Image): Omit<ServiceClaim, 'at'> {
  return {
    problem: `hides ${path}, which ${by} creates in the image`,
    fix: `mount a volume at ${path}, or what is needed of "${source}" one by one`,
    ...lineOf(image, line),
  };
}

/** Said once for a mount, at the first line. */
function mayHide(all: readonly Made[], { line }: Made, image: Image): Omit<ServiceClaim, 'at'> {
  const runs = [...new Set(all.map((each) => `${each.by} in line ${each.line}`))];
  return {
    severity: 'note',
    problem: `may hide what RUN creates there: ${few(runs)}`,
    fix: 'nothing, if the mounted directory has everything that is needed',
    ...lineOf(image, line),
  };
}
