import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { TestSystem } from '../test/live/harness.js';

/** `restart` keeps every mount; `sync+restart` copies the file in, so that its mount has to go. */
export type Action = 'restart' | 'sync+restart';

interface ComposeService {
  user?: string;
  volumes: { target: string }[];
  develop?: unknown;
}

/**
 * The dev file of a system with `develop.watch` for one file of one service, and for nothing else.
 * @returns the arguments of `docker compose` that name it
 */
export function composeVariant(system: TestSystem, service: string, file: string, action: Action): string[] {
  const work = join(system.root, '.opsconductor');
  const document = parse(readFileSync(join(work, 'docker-compose.dev.yml'), 'utf8'));
  const services = document.services as Record<string, ComposeService>;
  for (const each of Object.values(services)) delete each.develop;
  const watched = services[service];
  if (!watched) throw new Error(`${service} is not in the Compose file`);
  const target = `/app/${file}`;
  const path = `./${service}/${file}`;
  if (action === 'sync+restart') {
    watched.volumes = watched.volumes.filter((volume) => volume.target !== target);
    // the same user by its name: Docker Engine 20.10 does not copy into a container whose user is a number
    watched.user = 'nobody';
  }
  watched.develop = { watch: [{ action, path, ...(action === 'restart' ? {} : { target }) }] };
  const variant = join(system.directory, `compose.${action}.yml`);
  writeFileSync(variant, stringify(document));
  return [
    ...['compose', '--project-directory', system.root, '--file', variant],
    ...['--env-file', join(work, 'secrets.dev.env'), '--env-file', join(work, 'images.dev.env')],
  ];
}
