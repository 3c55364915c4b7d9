import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';

/** `localhost` is not a registry, so an engine never asks one for these names. */
const PREFIX = `localhost/${TOOL}-base/`;

const catalogSchema = z.record(
  z.string(),
  z.strictObject({ folder: z.string(), tag: z.string(), parent: z.string().optional() }),
);

/** Upstream repository → its base: the folder under images/, the version it really has, the repository it is FROM. */
export type Catalog = Readonly<Record<string, CatalogEntry>>;
export type CatalogEntry = z.infer<typeof catalogSchema>[string];

/** @throws UserError when images/catalog.json is missing, malformed or names an unknown parent */
export async function readCatalog(imagesDir: string): Promise<Catalog> {
  const file = path.join(imagesDir, 'catalog.json');
  let catalog: Catalog;
  try {
    catalog = catalogSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new UserError(`${file} is not a catalogue of base images: ${(error as Error).message}`);
  }
  for (const [repository, { parent }] of Object.entries(catalog)) {
    if (parent !== undefined && !catalog[parent]) {
      throw new UserError(`${file}: the parent of ${repository}, ${parent}, has no entry`);
    }
  }
  return catalog;
}

/**
 * The repository that a reference names, as the catalogue has it: `python` for `python:3.12-slim`,
 * `team/app` for `team/app@sha256:…`. undefined where the reference names a registry:
 * what a company's registry has under such a name need not be upstream's image.
 */
export function repositoryOf(reference: string): string | undefined {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')) return undefined;
  return reference
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^library\//, '');
}

/** The repository of the base that stands in for a reference, if there is one. */
export function baseOf(catalog: Catalog, reference: string): string | undefined {
  const repository = repositoryOf(reference);
  return repository !== undefined && Object.hasOwn(catalog, repository) ? repository : undefined;
}

/** The base's name in the engine: `localhost/twomode-base/python:3.13`. */
export function baseName(catalog: Catalog, repository: string): string {
  return `${PREFIX}${repository}:${entryOf(catalog, repository).tag}`;
}

export function isBaseName(reference: string): boolean {
  return reference.startsWith(PREFIX);
}

export function entryOf(catalog: Catalog, repository: string): CatalogEntry {
  const entry = catalog[repository];
  if (!entry) throw new Error(`no base image for ${repository}`);
  return entry;
}
