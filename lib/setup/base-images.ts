import type { ImageMap } from '../model/image.js';
import { type ImageLock, lockImages } from '../model/image-lock.js';
import { unavailable } from './availability.js';
import { buildBases, isCurrent, isForeign } from './build-bases.js';
import { baseName, baseOf, type Catalog, isBaseName, otherVersion, readCatalog } from './catalog.js';
import { mergeImageMap, readImageMap } from './image-map-file.js';
import type { SetupPart } from './part.js';

export { unavailable } from './availability.js';

export interface ImagesOptions {
  /** Every upstream image that the system needs: `python:3.12-slim`. */
  readonly references: readonly string[];
  /** The project's own map; where the file names a reference too, the project's entry holds. */
  readonly map: ImageMap;
  /** Digests of what is on no base. @default - none */
  readonly lock?: ImageLock;
  /** A JSON file to which the bases in use are added; need not exist. */
  readonly mapFile: string;
  /** The folder images/ of this project. */
  readonly imagesDir: string;
}

/** What is wrong with the images, each by its upstream reference. */
interface Findings {
  /** Mapped to a base that is missing in the engine or no longer what its folder says. */
  readonly stale: readonly string[];
  /** Nowhere to be had, but a base can stand in. */
  readonly replaceable: readonly string[];
  /** Nowhere to be had and nothing can stand in: no base, or mapped to a name of the user's own choice. */
  readonly lost: readonly string[];
}

/** Images from a registry, or base images built here where none answers. */
export function imagesPart(options: ImagesOptions): SetupPart {
  return {
    name: 'Images',
    why: 'the services are built from them or run them',
    check: async () => describe(await find(options, await readCatalog(options.imagesDir))),
    mend: (log) => mend(options, log),
  };
}

async function find(options: ImagesOptions, catalog: Catalog): Promise<Findings> {
  const map = { ...(await readImageMap(options.mapFile)), ...options.map };
  const ourBase = (reference: string): string | undefined => {
    const base = baseOf(catalog, reference);
    return base !== undefined && map[reference] === baseName(catalog, base) ? base : undefined;
  };
  const current = async (reference: string): Promise<boolean> => {
    const base = ourBase(reference);
    const isOurs = base !== undefined && (await isCurrent(catalog, base, options.imagesDir));
    return isOurs || isForeign(map[reference] ?? '');
  };
  // by the project's own map such a name may be anybody's image: no base of ours would take its place
  const onBases = options.references.filter((reference) =>
    options.map[reference] === undefined
      ? isBaseName(map[reference] ?? '')
      : ourBase(reference) !== undefined,
  );
  const used = lockImages(map, options.lock ?? {});
  const fresh = await Promise.all(onBases.map(current));
  const missing = await unavailable(
    options.references.filter((reference) => !onBases.includes(reference)),
    used,
  );
  const canReplace = (reference: string) =>
    map[reference] === undefined && baseOf(catalog, reference) !== undefined;
  return {
    stale: onBases.filter((_, index) => !fresh[index]),
    replaceable: missing.filter(canReplace),
    lost: missing.filter((reference) => !canReplace(reference)).map((reference) => named(reference, used)),
  };
}

function describe({ stale, replaceable, lost }: Findings): string | undefined {
  const problems = [
    replaceable.length > 0 && `neither the engine nor a registry has ${replaceable.join(', ')}`,
    stale.length > 0 && `the base images of ${stale.join(', ')} are missing or out of date`,
    lost.length > 0 && `neither the engine nor a registry has ${lost.join(', ')}, and no base stands in`,
  ].filter((problem) => problem !== false);
  return problems.length > 0 ? problems.join('; ') : undefined;
}

async function mend(options: ImagesOptions, log: (line: string) => void): Promise<void> {
  const catalog = await readCatalog(options.imagesDir);
  const { stale, replaceable, lost } = await find(options, catalog);
  const bases = new Map<string, string>();
  for (const reference of [...stale, ...replaceable]) {
    const base = baseOf(catalog, reference);
    if (base !== undefined) bases.set(reference, base);
  }
  await buildBases(catalog, new Set(bases.values()), options.imagesDir, log);
  if (bases.size > 0) {
    const entries = [...bases].map(([reference, base]) => [reference, baseName(catalog, base)]);
    await mergeImageMap(options.mapFile, Object.fromEntries(entries));
    log(`${options.mapFile} maps ${[...bases.keys()].join(', ')} to base images`);
    for (const [reference, base] of bases) {
      const version = otherVersion(reference, baseName(catalog, base));
      if (version !== undefined)
        log(`${reference} is not to be had here: version ${version} stands in for it`);
    }
  }
  for (const image of lost)
    log(`nothing stands in for ${image}: load it into the engine, or leave its service out`);
}

function named(reference: string, map: ImageMap): string {
  return map[reference] === undefined ? reference : `${map[reference]} (in place of ${reference})`;
}
