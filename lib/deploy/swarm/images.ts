import { streamDocker } from '../../engine/docker.js';
import { tagImage } from '../../engine/images.js';
import { lastLines } from '../../engine/last-lines.js';
import { swarmNodes } from '../../engine/swarm.js';
import { type Conventions, environmentName } from '../../model/conventions.js';
import { counted } from '../../model/counted.js';
import { imageName, isPullable } from '../../model/image.js';
import type { SystemSpec } from '../../model/service-spec.js';
import { nodesImage } from '../../model/swarm.js';
import { UserError } from '../../model/user-error.js';

/** The registry from which the machines of a swarm get what is built here; undefined where nobody names one. */
export function registryOf(
  conventions: Conventions,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return environment[environmentName(conventions, 'REGISTRY')]?.replace(/\/+$/, '') || undefined;
}

/**
 * Before a deploy: what is built here goes to the swarm's registry, if it has one.
 * @throws UserError where other machines would run what only this one has
 */
export async function pushIfWanted(system: SystemSpec): Promise<void> {
  const { conventions } = system;
  const registry = registryOf(conventions);
  if (registry !== undefined) return pushImages(system, registry);
  const nodes = await swarmNodes();
  if (nodes.length < 2) return;
  throw new UserError(
    `the swarm has ${nodes.length} machines, and the images are built on this one`,
    `name a registry that all of them reach: ${environmentName(conventions, 'REGISTRY')}=registry.example.com:5000`,
  );
}

/**
 * Puts what no other registry has where the machines of the swarm get it.
 * @throws UserError naming the image that the registry does not take
 */
async function pushImages({ services }: SystemSpec, registry: string): Promise<void> {
  const names = new Set(services.flatMap(({ image }) => (isPullable(image) ? [] : [imageName(image)])));
  for (const name of names) {
    const there = nodesImage(name, registry);
    await tagImage(name, there);
    const { exitCode, all } = await streamDocker(['push', there], () => {});
    if (exitCode !== 0)
      throw new UserError(
        `${registry} does not take ${name}: ${lastLines(all, 1)}`,
        'it has to be an image registry that this engine may write to (docker login, insecure-registries)',
      );
  }
  console.log(`Pushed to ${registry}: ${counted(names.size, 'image')}.`);
}
