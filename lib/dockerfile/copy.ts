import { readOptions } from './copy-options.js';
import { copyParents } from './copy-parents.js';
import { type Build, type Copying, type Offer, putOne } from './copying.js';
import { clean, walk } from './file-tree.js';
import { isPattern } from './glob.js';
import type { Heredoc, Instruction } from './instructions.js';
import { type Destination, note, noteAll, noteFailure, put, target } from './place.js';
import { type Found, type Sought, seek } from './sources.js';
import { absolute, expandIn, type Stage } from './stage.js';
import { taintOf } from './taint.js';
import { readArguments } from './words.js';

/** An archive by its name; the engine looks at the bytes. */
const ARCHIVE = /\.(tar(\.\w+)?|tgz|tbz2?|txz|tzst)$/i;
const GIT = /^(git@|git:\/\/|ssh:\/\/)|^https?:\/\/[^#]*\.git(#|$)/;
const REMOTE = /^https?:\/\/[^/]*([^?#]*)/;

/** COPY and ADD. */
export function copy(instruction: Instruction, stage: Stage, build: Build): void {
  const { flags, words } = readArguments(instruction.text);
  const destination = destinationOf(instruction, stage, words);
  if (!destination) return;
  const from = flags.find(({ name }) => name === 'from')?.value;
  const offer = from === undefined ? contextOf(build) : build.from(from, stage);
  if (!offer) {
    noteFailure(stage, instruction, `there is no earlier stage ${from}`, destination.path);
    return;
  }
  const options = readOptions(flags, stage);
  if (typeof options === 'string') {
    const why = `what --exclude=${options} is depends on the base image or a build argument`;
    note(stage, instruction, why, destination.path);
    return;
  }
  const copying = { instruction, stage, build, offer, options };
  const to = { ...destination, isAlone: options.link };
  if (options.parents)
    for (const word of words.slice(0, -1)) copyParents({ ...copying, destination: to }, word);
  else copyAll({ ...copying, destination: to }, words.slice(0, -1));
}

/** @returns undefined where there is none, or it is not known, which is noted */
function destinationOf(
  instruction: Instruction,
  stage: Stage,
  words: readonly string[],
): Destination | undefined {
  const last = words.at(-1);
  if (words.length < 2 || last === undefined) {
    noteFailure(stage, instruction, 'it has no source or no destination');
    return undefined;
  }
  const text = expandIn(stage, last);
  const path = text === undefined ? undefined : absolute(stage.workdir, text);
  if (text !== undefined && path !== undefined) return { path, slash: text.endsWith('/') };
  note(stage, instruction, `the place of ${last} depends on the base image or a build argument`);
  return undefined;
}

function contextOf({ context }: Build): Offer {
  return { tree: context, unproven: [], name: 'the context' };
}

function copyAll(copying: Copying, words: readonly string[]): void {
  const { instruction, stage, destination } = copying;
  const heredocs = [...instruction.heredocs];
  const all = words.map((word) => readSource(copying, word, heredocs));
  // a pattern may match nothing as long as another source does not
  if (all.every((each) => each !== undefined && isEmpty(each)))
    for (const each of all) if (each) copyMissing(copying, each.source);
  const found = all.flatMap((each) => each?.found ?? []);
  const others = all.filter((each) => each === undefined).length;
  if (found.length + others > 1 && !destination.slash)
    // the classic builder's alone
    note(
      stage,
      instruction,
      'the build fails: several sources need a destination that ends with /',
      destination.path,
    );
  else for (const each of found) copyFound(copying, each);
}

interface Source extends Sought {
  readonly source: string;
}

function isEmpty({ found, missing, unknown }: Source): boolean {
  return found.length === 0 && !missing && !unknown;
}

/** @returns undefined for what is in no tree: it has been dealt with */
function readSource(copying: Copying, word: string, heredocs: Heredoc[]): Source | undefined {
  const { instruction, stage, destination, offer } = copying;
  const heredoc = word.startsWith('<<') ? heredocs.shift() : undefined;
  if (heredoc) {
    placeMade(copying, 'inline', heredoc.name);
    return undefined;
  }
  const source = expandIn(stage, word);
  if (source === undefined)
    note(
      stage,
      instruction,
      `what ${word} is depends on the base image or a build argument`,
      destination.path,
    );
  if (source === undefined || (instruction.keyword === 'ADD' && addRemote(copying, source))) return undefined;
  const sought = seek(offer.tree, source);
  if (sought.unknown)
    note(stage, instruction, `${source} leads through a link whose target is not known`, destination.path);
  if (sought.missing) copyMissing(copying, source);
  return { ...sought, source };
}

/** @returns false for what is not an address */
function addRemote(copying: Copying, source: string): boolean {
  const { instruction, stage, destination } = copying;
  const remote = REMOTE.exec(source);
  if (GIT.test(source)) note(stage, instruction, `${source} is not read`, destination.path);
  else if (remote) placeMade(copying, 'remote', remote[1]?.split('/').at(-1) ?? '');
  else return false;
  return true;
}

/** Something whose bytes are not a file of a context. */
function placeMade(
  { instruction, stage, destination }: Copying,
  from: 'inline' | 'remote',
  name: string,
): void {
  const at = target(stage, instruction, destination, name);
  if (at !== undefined)
    put(stage, instruction, at, { kind: 'file', origin: { from, line: instruction.line } });
}

function copyFound(copying: Copying, found: Found): void {
  const { instruction, stage, destination } = copying;
  const name = found.path.slice(found.path.lastIndexOf('/') + 1);
  const isDirectory = found.node.kind === 'dir';
  if (instruction.keyword === 'ADD' && !isDirectory && ARCHIVE.test(name)) {
    note(stage, instruction, `${name} is unpacked if it is an archive`, destination.path);
    return;
  }
  const at = target(stage, instruction, destination, isDirectory ? undefined : name);
  if (at === undefined) return;
  const { excludes } = copying.options;
  if (!isDirectory && (excludes(name) || excludes(found.path.slice(1)))) {
    note(stage, instruction, `whether --exclude leaves out ${name} is not known`, at);
    return;
  }
  putAt(copying, found, at);
  // what no instruction put into a directory may be all that it has
  if (found.node.kind === 'dir' && found.node.children.size === 0) noteOutside(copying, found.path);
}

/** Where the image from outside is below, what it has at a path is not known. */
function noteOutside({ instruction, stage, offer: { base }, destination }: Copying, path: string): void {
  if (base !== undefined)
    note(stage, instruction, `what ${path} is in the image ${base} is not known`, destination.path);
}

function putAt(copying: Copying, { path, node }: Found, at: string): void {
  const { instruction, stage, offer, options } = copying;
  if (putOne(copying, node, at) && node.kind === 'dir')
    for (const { path: below, node: each } of walk(node)) {
      if (options.excludes(below.slice(1))) continue;
      if (!putOne(copying, each, clean(at + below))) break;
      // the engine takes patterns for paths below what is copied; its documentation can be read otherwise
      if (each.kind !== 'dir' && options.excludes(clean(path + below).slice(1)))
        note(stage, instruction, 'whether --exclude leaves this out is not known', clean(at + below));
    }
  noteAll(stage, taintOf(offer, path, node, at, instruction.line));
}

/** What no COPY put there: the build fails, unless the image from outside has it, or a RUN made it. */
function copyMissing(copying: Copying, source: string): void {
  const { instruction, stage, build, offer, destination } = copying;
  const { line } = instruction;
  const taint = taintOf(offer, clean(source), undefined, destination.path, line);
  noteAll(stage, taint);
  if (offer.base === undefined) {
    if (taint.length === 0) build.unmatched.push({ line, source });
    return;
  }
  if (taint.length > 0) return;
  noteOutside(copying, source);
  if (isPattern(source)) return;
  const at = stage.tree.resolve(destination.path);
  const into = destination.slash || (typeof at !== 'string' && at.node?.kind === 'dir');
  const path = into ? clean(`${destination.path}/${clean(source).split('/').at(-1)}`) : destination.path;
  stage.fromImages.set(path, { from: 'image', image: offer.base, line });
}
