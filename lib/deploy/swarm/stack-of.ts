import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ownVariables } from '../../disk/files.js';
import { readSecrets } from '../../disk/secrets-file.js';
import { inspectImages } from '../../engine/inspect.js';
import { imageName } from '../../model/image.js';
import { percentEncoded } from '../../model/secret.js';
import type { SystemSpec } from '../../model/service-spec.js';
import type { ImageProgram } from '../../swarm/write/program.js';
import { renderStack } from '../../swarm/write/render.js';
import { stackSecrets } from '../../swarm/write/secrets.js';
import { registryOf } from './images.js';
import { keepSecrets } from './stack-secrets.js';

/** A system as Swarm is told it here and now. */
export interface ToldStack {
  /** The stack file's text; no secret stands in it. */
  readonly text: string;
  /** What it leaves open: what people set. */
  readonly variables: Readonly<Record<string, string>>;
  /** Swarm's secrets of other values than today's, as Swarm calls them. */
  readonly stale: readonly string[];
}

/**
 * Gives Swarm a system's secrets, and says what else it is to be told.
 * @param root the source root, absolute
 * @param system with images that are built (`asBuilt`)
 */
export async function stackOf(root: string, system: SystemSpec): Promise<ToldStack> {
  const { names, stale } = await keepSecrets(system, secretValues(root, system));
  const text = renderStack(system, {
    programs: await imagePrograms(system),
    secretNames: names,
    registry: registryOf(system.conventions) ?? '',
  });
  return { text, variables: variablesOf(root, system), stale };
}

/** What Swarm is to have of a system's secrets: secret → value, as it stands where it is used. @param root the source root, absolute */
export function secretValues(root: string, system: SystemSpec): Record<string, string> {
  const written = readSecrets(root, system);
  const values = stackSecrets(system).flatMap(({ name, secret, encoded }): [string, string][] => {
    const value = written.get(secret)?.value;
    return value === undefined ? [] : [[name, encoded ? percentEncoded(value) : value]];
  });
  return Object.fromEntries(values);
}

/** Service → what its image, which is there, runs by itself. */
export async function imagePrograms({
  services,
}: Pick<SystemSpec, 'services'>): Promise<Map<string, ImageProgram>> {
  const images = await inspectImages(services.map(({ image }) => imageName(image)));
  return new Map(
    services.flatMap(({ name, image }): [string, ImageProgram][] => {
      const { Entrypoint: entrypoint, Cmd: command } = images.get(imageName(image))?.Config ?? {};
      return [[name, { ...(entrypoint ? { entrypoint } : {}), ...(command ? { command } : {}) }]];
    }),
  );
}

/** What the project's own files of variables say, the last winning; the shell's comes after them. */
function variablesOf(root: string, { conventions }: SystemSpec): Record<string, string> {
  const files = ownVariables(root, conventions).map((file) => join(root, file));
  const said = files.map((file) => (existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}));
  return Object.assign({}, ...said) as Record<string, string>;
}
