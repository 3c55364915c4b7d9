import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';

/** `localhost` is not a registry, so an engine never asks one for these names. */
const PREFIX = `localhost/${TOOL}-base/`;

const catalogSchema = z.record(
  z.string(),
  z.strictObject({
    folder: z.string(),
    like: z.string().optional(),
    tag: z.string(),
    parent: z.string().optional(),
  }),
);

/**
 * Upstream repository, or `repository:version` for a version beside the usual one → its base: the folder under images/, the
 * one whose files it has where its own has none of that name, the version it really has, the entry it is FROM.
 */
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

/** The entry of the base that stands in for a reference, if there is one: that of its version, else the usual one. */
export function baseOf(catalog: Catalog, reference: string): string | undefined {
  const repository = repositoryOf(reference);
  if (repository === undefined || !Object.hasOwn(catalog, repository)) return undefined;
  const tag = reference.replace(/@.*$/, '').replace(/^.*:/, '');
  const isAsked = (key: string) => {
    const version = key.slice(repository.length + 1);
    return (
      key.startsWith(`${repository}:`) && tag.startsWith(version) && !/^\w/.test(tag.slice(version.length))
    );
  };
  return Object.keys(catalog).find(isAsked) ?? repository;
}

/** The base's name in the engine: `localhost/twomode-base/python:3.13`. */
export function baseName(catalog: Catalog, entry: string): string {
  return `${PREFIX}${entry.replace(/:.*/, '')}:${entryOf(catalog, entry).tag}`;
}

/** Whether a tag is the version that a reference asks for, as far as both have a number: `24.21` is of `node:24-alpine`. */
export function isOfVersion(reference: string, tag: string): boolean {
  const asked = /:v?(\d+(?:\.\d+)*)[^/:@]*(?:@.*)?$/.exec(reference)?.[1]?.split('.') ?? [];
  const has = /^\d/.test(tag) ? tag.split('.') : [];
  return asked.every((part, i) => has[i] === undefined || has[i] === part);
}

/** The version of the base that is used in place of a reference, where another is asked for. */
export function otherVersion(reference: string, used: string): string | undefined {
  if (!isBaseName(used)) return undefined;
  const tag = used.slice(used.lastIndexOf(':') + 1);
  return isOfVersion(reference, tag) ? undefined : tag;
}

export function isBaseName(reference: string): boolean {
  return reference.startsWith(PREFIX);
}

export function entryOf(catalog: Catalog, key: string): CatalogEntry {
  const entry = catalog[key];
  if (!entry) throw new Error(`no base image for ${key}`);
  return entry;
}
