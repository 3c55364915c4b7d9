import { z } from 'zod';
import type { SystemSpec } from '../model/service-spec.js';
import { writeAtomically } from './files.js';
import { ownText, readOwn } from './own-file.js';

const labels = z.record(z.string(), z.string());

/** What whoever reads a system goes by; the rest of it is passed on as it stands. */
const service = z.looseObject({
  name: z.string(),
  kind: z.enum(['application', 'backing']),
  container: z.string(),
  image: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('external'), reference: z.string() }),
    z.looseObject({
      ...{ kind: z.literal('build'), repository: z.string(), tag: z.string(), context: z.string() },
      ...{ dockerfile: z.string(), source: z.looseObject({ directory: z.string() }) },
    }),
  ]),
  environment: z.record(z.string(), z.unknown()),
  secretFiles: labels,
  published: z.array(z.looseObject({ host: z.int(), address: z.string() })),
  mounts: z.array(z.looseObject({ type: z.enum(['bind', 'volume']), target: z.string() })),
  dependsOn: z.array(z.string()),
  labels,
});

const systemSchema = z.looseObject({
  name: z.string(),
  mode: z.enum(['dev', 'prod']),
  network: z.object({ name: z.string(), labels }),
  services: z.array(service).min(1),
  conventions: z.looseObject({ name: z.string() }),
});

/** Keeps a resolved system as JSON. */
export function writeSystem(path: string, system: SystemSpec): void {
  writeAtomically(path, ownText(system));
}

/**
 * A resolved system as it was kept; undefined where there is none.
 * @throws UserError for a file that is damaged, or of a newer version
 */
export function readSystem(path: string, fix: string): SystemSpec | undefined {
  const found = readOwn(path, systemSchema, fix);
  if (found === undefined) return undefined;
  const { version: _, ...system } = found;
  return system as unknown as SystemSpec;
}
