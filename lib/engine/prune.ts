import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Conventions, Named } from '../model/conventions.js';
import { labelNames } from '../model/labels.js';
import { execa } from './program.js';
import type { IsUnfinished, StepImage } from './unfinished-builds.js';

/** The tags that this project gives: `prod-` and 12 hex digits. */
const OWN_TAG = /^(dev|prod)-[0-9a-f]{12}$/;

/** Something that is no longer wanted. */
export interface Leftover {
  /** As it is listed, and as it is removed. */
  readonly name: string;
  /** Bytes; an image's without the image that it is built on. */
  readonly size: number;
}

interface EngineImage extends StepImage {
  readonly Size: number;
  readonly RootFS: { readonly Layers: readonly string[] | null };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> | null };
}

interface UsingContainer {
  readonly Image: string;
  readonly Config?: Pick<EngineImage['Config'], 'Labels'>;
}

/**
 * Images of one system that nobody wants: neither by name nor for a container, be it stopped. Base images, those of
 * other systems and intermediate ones of the builder, which say of nobody whose they are, are never among them.
 * @param wanted names that stay
 * @param ending ids of containers that go, and need none @default - all stay
 * @param isUnfinished whether builds have left it that came to no end
 */
export async function unwantedImages(
  system: Named,
  wanted: ReadonlySet<string>,
  ending: ReadonlySet<string> = new Set(),
  isUnfinished: IsUnfinished = () => false,
): Promise<Leftover[]> {
  const [images, used] = await Promise.all([allImages(), imagesOfContainers(system, ending)]);
  const leftovers = images
    .filter((image) => !used.own.has(image.Id) && (!used.others.has(image.Id) || isShared(system, image)))
    .flatMap((image) =>
      [...ownNames(system, image, images), ...(isUnfinished(image) ? [image.Id] : [])]
        .filter((name) => !wanted.has(localName(name)))
        .map((name) => ({ name, image })),
    );
  const going = new Set(leftovers.map(({ image }) => image).filter((image) => !isShared(system, image)));
  const staying = images.filter((image) => !going.has(image));
  return leftovers
    .map(({ name, image }) => ({
      name,
      size: going.has(image) ? image.Size - sizeOfBase(image, staying) : 0,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether another copy of the system has an image too, under a name of its own: only ours goes, and no room is won. */
function isShared({ name }: Named, { RepoTags }: EngineImage): boolean {
  return RepoTags.some((full) => {
    const [, owner, tag = ''] = /^localhost\/([^/]+)\/[^/:]+:(.+)$/.exec(full) ?? [];
    return owner !== undefined && owner !== name && OWN_TAG.test(tag);
  });
}

/**
 * What an image of the system is called; one that a newer image of its name has replaced has an id alone. So has what somebody
 * built on an image of the system, and that has its labels, too.
 */
function ownNames({ name, conventions }: Named, image: EngineImage, all: readonly EngineImage[]): string[] {
  const { Id, RepoTags } = image;
  const isLabelled = ({ Config }: EngineImage) => Config.Labels?.[labelNames(conventions).system] === name;
  if (RepoTags.length === 0)
    return isLabelled(image) && !all.some((each) => isLabelled(each) && isBuiltOn(image, each)) ? [Id] : [];
  const isBuiltHere = image.Config.Labels?.[labelNames(conventions).system] !== undefined;
  const exported = Id.replace('sha256:', '').slice(0, 12);
  return RepoTags.filter((tagged) => {
    const [, repository, tag = ''] = /^(.*):([^:/]+)$/.exec(tagged) ?? [];
    const parts = repository?.split('/') ?? [];
    const service = parts.at(-2) === name && (parts.length === 3 || isBuiltHere);
    // a swarm's machines have it from a registry of theirs
    if (parts[0] !== 'localhost' && !isBuiltHere) return false;
    // anybody may give anything such a name; what a copy of the system has built has its label, and an export gives a name by the id
    return service && OWN_TAG.test(tag) && (isBuiltHere || tag.endsWith(exported));
  });
}

/** As it was called where it was built: `localhost/shop/api:prod-1f…` of `registry:5000/shop/api:prod-1f…`. */
function localName(name: string): string {
  return name.replace(/^.+?(\/[^/]+\/[^/:]+:[^/:]+)$/, 'localhost$1');
}

function isBuiltOn({ RootFS: { Layers } }: EngineImage, base: EngineImage): boolean {
  const below = base.RootFS.Layers ?? [];
  return below.length < (Layers?.length ?? 0) && below.every((layer, i) => layer === Layers?.[i]);
}

/** The size of the largest image whose layers an image begins with. */
function sizeOfBase(image: EngineImage, others: readonly EngineImage[]): number {
  const layers = image.RootFS.Layers ?? [];
  const bases = others.filter(({ RootFS: { Layers } }) => Layers?.every((layer, i) => layer === layers[i]));
  return Math.max(0, ...bases.map(({ Size }) => Size));
}

async function allImages(): Promise<EngineImage[]> {
  const { stdout } = await execa('docker', ['image', 'ls', '--quiet', '--no-trunc']);
  return inspect<EngineImage>('image', stdout);
}

/** The ids of those that containers are of: the system's own, and everybody else's. */
async function imagesOfContainers(
  { name, conventions }: Named,
  ending: ReadonlySet<string>,
): Promise<Record<'own' | 'others', ReadonlySet<string>>> {
  const { stdout } = await execa('docker', ['container', 'ls', '--all', '--quiet', '--no-trunc']);
  const staying = stdout.split('\n').filter((id) => !ending.has(id));
  const containers = await inspect<UsingContainer>('container', staying.join('\n'));
  const isOwn = ({ Config }: UsingContainer) => Config?.Labels?.[labelNames(conventions).system] === name;
  const idsOf = (some: readonly UsingContainer[]) => new Set(some.map(({ Image }) => Image));
  return { own: idsOf(containers.filter(isOwn)), others: idsOf(containers.filter((each) => !isOwn(each))) };
}

/** @param ids a line each; what is gone by now is left out */
async function inspect<T>(kind: 'image' | 'container', ids: string): Promise<T[]> {
  const unique = [...new Set(ids.split('\n').filter((id) => id !== ''))];
  if (unique.length === 0) return [];
  const { stdout } = await execa('docker', [kind, 'inspect', ...unique], { reject: false });
  return JSON.parse(stdout) as T[];
}

/**
 * Staged contexts that no image of today is built from.
 * @param root the source root, absolute
 * @param wanted contexts that stay, relative to the root
 */
export function unwantedContexts(
  root: string,
  { workDirectory }: Conventions,
  wanted: ReadonlySet<string>,
): Leftover[] {
  const contexts = `${workDirectory}/contexts`;
  const below = (path: string) => (existsSync(join(root, path)) ? readdirSync(join(root, path)).sort() : []);
  return below(contexts)
    .flatMap((service) => below(`${contexts}/${service}`).map((tag) => ({ service, tag })))
    .filter(({ tag }) => OWN_TAG.test(tag))
    .map(({ service, tag }) => `${contexts}/${service}/${tag}`)
    .filter((context) => !wanted.has(context))
    .map((name) => ({ name, size: sizeOf(join(root, name)) }));
}

export function removeContext(root: string, context: string): void {
  rmSync(join(root, `${context}.digest`), { force: true });
  rmSync(join(root, context), { recursive: true });
}

function sizeOf(directory: string): number {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
