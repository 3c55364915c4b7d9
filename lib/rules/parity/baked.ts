import { stageNames } from '../../dockerfile/dockerfile.js';
import type { Unproven } from '../../dockerfile/image-files.js';
import type { CheckedService } from '../../model/checked-system.js';
import type { Facts } from '../../model/facts.js';
import { type Image, imageOf, type OwnImage, sourceIn } from '../image.js';
import { type CheckedBind, endOf } from '../mounts.js';
import { cleanPath, isBelow, joinPath } from '../paths.js';
import type { CheckInput } from '../rule.js';
import { isInAStage } from './file-classes.js';
import type { MountedFile } from './mounted-file.js';

/** Whether an image has a mounted file at the same place from the same source. */
export type Baked =
  | { readonly kind: 'baked' }
  | { readonly kind: 'ignored' | 'uncopied' }
  | { readonly kind: 'outside'; readonly context: string }
  | { readonly kind: 'other'; readonly from: string; readonly line: number }
  | { readonly kind: 'unproven'; readonly why: string; readonly line: number };

/** The files that a mount shows; of a directory those that git tracks. Empty where nothing in the source tree is there. */
export function filesOf(mount: CheckedBind, facts: Facts): MountedFile[] {
  const end = endOf(mount, facts);
  const target = cleanPath(mount.target);
  if (!end || end.path.startsWith('/')) return [];
  if (end.kind === 'file') return [{ source: mount.source, target }];
  if (end.kind !== 'dir') return [];
  return facts.tracked(mount.source).map((path) => ({
    source: joinPath(mount.source, path),
    target: cleanPath(`${target}/${path}`),
  }));
}

/** Says of each mounted file whether an image has it. @param directory of the build context */
export function bakedIn(image: Image, directory: string): (file: MountedFile) => Baked {
  const ignored = new Set(image.context.ignored);
  const inImage = new Set([...image.files.keys()].map((path) => sourceIn(image, path) ?? ''));
  return ({ source: from, target }) => {
    const origin = image.files.get(target);
    // that it comes from another image is known, whatever that has
    const since = (origin?.line ?? 0) + (origin?.from === 'image' ? 1 : 0);
    const doubt = doubtsAbout(image, target, since).find(
      (each) => origin !== undefined || !cannotBring(each, from, inImage, image.context),
    );
    if (doubt) return { kind: 'unproven', why: doubt.why, line: doubt.line };
    if (sourceIn(image, target) === from) return { kind: 'baked' };
    if (origin?.from === 'context')
      return { kind: 'other', from: `"${sourceIn(image, target) ?? origin.path}"`, line: origin.line };
    if (origin) return { kind: 'other', from: WORDS[origin.from], line: origin.line };
    if (image.reached.has(from)) return { kind: 'uncopied' };
    const isInside = isBelow(from, directory);
    const name = isInside && directory !== '.' ? from.slice(directory.length + 1) : from;
    if (ignored.has(name)) return { kind: 'ignored' };
    return isInside ? { kind: 'uncopied' } : { kind: 'outside', context: directory };
  };
}

const WORDS = {
  inline: 'the text of the Dockerfile',
  remote: 'an address outside',
  image: 'another image',
} as const;

/** They bring files from elsewhere, which may be those of the source tree. */
const FETCHES = /^(git|svn|hg|curl|wget|aria2c|rsync|scp|aws|gsutil|a (nested )?script( .*)?)$/;

/** `RUN --mount=…`, which sees the context itself. */
const SEES_CONTEXT = /--mount=(?!\S*type=(cache|secret|ssh|tmpfs))/;

/** Whether a RUN cannot have put a file there: nothing has brought that file to where the build runs. */
function cannotBring(
  { by, why }: Unproven,
  source: string,
  sources: ReadonlySet<string>,
  { dockerfile }: Image['context'],
): boolean {
  if (SEES_CONTEXT.test(dockerfile)) return false;
  return why.startsWith('RUN:') && by !== undefined && !FETCHES.test(by) && !sources.has(source);
}

/** What may have changed a path after its COPY, or put it there. */
function doubtsAbout(image: Image, path: string, copied: number): Unproven[] {
  return image.unproven.filter(
    (each) => each.line >= copied && (each.path === undefined || isBelow(path, each.path)),
  );
}

/** The same service in prod, which has to hold what dev mounts; without a prod, the service itself. */
export function holderOf(service: CheckedService, prod: ReadonlyMap<string, CheckedService>): CheckedService {
  return prod.get(service.name) ?? service;
}

/** The stage that prod would build, where no prod is given: one that is called so, else the last. */
export function laterStage(build: OwnImage, image: Image, { conventions }: CheckInput): OwnImage | undefined {
  if (build.target === undefined) return undefined;
  const stages = stageNames(image.context.dockerfile);
  const target = ['prod', 'production', conventions.modes.prod].find((name) => stages.includes(name));
  const { target: _, ...own } = build;
  return { ...own, ...(target === undefined ? {} : { target }) };
}

/**
 * Why prod's image may hold a file in another form: dev's own image or another stage bakes it, and prod's has something in
 * it that a build made.
 */
export function builtFrom(
  file: MountedFile,
  service: CheckedService,
  holder: OwnImage,
  image: Image,
  input: CheckInput,
): Unproven | undefined {
  const own = input.buildOf(service);
  if (!own || own.target === holder.target) return undefined;
  const made = image.unproven.find(({ why }) => why.startsWith('COPY'));
  if (!made) return undefined;
  const files = imageOf(service, input);
  const ofDev = files !== undefined && bakedIn(files, own.source.directory)(file).kind === 'baked';
  return ofDev || isInAStage(file, holder, image) ? made : undefined;
}
