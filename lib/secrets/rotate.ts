import { chmodSync, rmSync } from 'node:fs';
import { readDataNote, secretDigest, writeDataNote } from '../disk/data-note.js';
import { listContainers, volumeState } from '../engine/docker.js';
import { lastLines } from '../engine/last-lines.js';
import { execa } from '../engine/program.js';
import { dataSecrets } from '../model/data-secret.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { type DatabasePassword, databasePasswords } from './database-password.js';
import { fileInMemory } from './in-memory.js';

/** What a secret is changed in, beside its file. */
export interface Rotation {
  /** Services whose database is told the new one. */
  readonly databases: readonly string[];
  /**
   * Tells the databases, then writes the file; where that fails they are told the earlier one again.
   * @throws UserError for a database that refuses, or a file that cannot be written: all is as before
   */
  run(before: string, after: string, write: () => Promise<void>): Promise<void>;
}

/**
 * How a secret can be changed while its data stays. Changes nothing.
 * @param root the source root, absolute
 * @throws UserError where data was written with it that nobody here could change, or its database does not run
 */
export async function planRotation(root: string, system: SystemSpec, secret: string): Promise<Rotation> {
  const { commands } = system.conventions;
  const databases: DatabasePassword[] = [];
  const told = databasePasswords(system, secret);
  for (const { volume } of dataSecrets(system).filter((data) => data.secret === secret)) {
    if ((await volumeState(volume)) !== 'there') continue;
    const database = told.find((each) => each.volume === volume);
    if (!database)
      throw new UserError(
        `the data volume ${volume} was written with ${secret}, and only its own service could write it anew`,
        'change it there by its own means first, then in the file',
      );
    const containers = await listContainers(system, system.mode);
    const running = containers.find(
      ({ service, state }) => service === database.service && state === 'running',
    );
    if (!running)
      throw new UserError(
        `${database.service} does not run, and keeps ${secret} in its data`,
        `start it first: ${commands.prod}`,
      );
    // under Swarm each start has another name
    databases.push({ ...database, container: running.name });
  }
  const tell = async (now: string, value: string) => {
    for (const { container, service, script, sql } of databases) {
      const { exitCode, stderr } = await execa(
        'docker',
        ['exec', '--interactive', container, 'sh', '-c', script],
        {
          input: `${now}\n${sql(value)}`,
          reject: false,
        },
      );
      // what a database says of a statement may have the statement in it
      const said = lastLines(stderr, 1).replaceAll(value, '…').replaceAll(now, '…');
      if (exitCode !== 0) throw new UserError(`${service} does not take another ${secret}: ${said}`);
    }
  };
  return {
    databases: databases.map(({ service }) => service),
    run: async (before, after, write) => {
      await tell(before, after);
      try {
        await write();
        noteChanged(root, system, secret, after);
      } catch (error) {
        await tell(after, before);
        throw error;
      }
      await layIntoContainers(system, secret, after);
    },
  };
}

/** The data opens by the new one from now on. */
function noteChanged(root: string, system: SystemSpec, secret: string, value: string): void {
  const known = readDataNote(root, system);
  const volumes = Object.entries(known).map(([volume, secrets]) => [
    volume,
    Object.hasOwn(secrets, secret) ? { ...secrets, [secret]: secretDigest(value) } : secrets,
  ]);
  writeDataNote(root, system, Object.fromEntries(volumes));
}

/**
 * Gives the new one to the containers that have the earlier one as a file: Compose makes none of them anew for what is in such a
 * file. What else reads it there, a backup for one, finds the right one.
 */
async function layIntoContainers(system: SystemSpec, secret: string, value: string): Promise<void> {
  const paths = filesOf(system, secret);
  if (paths.size === 0) return;
  // Swarm's secrets never change: its next release has the new one
  for (const { name, engine } of await listContainers(system, system.mode))
    for (const path of (engine === 'swarm' ? [] : paths.get(name)) ?? []) {
      const file = fileInMemory('changed', value);
      // as Compose lays it down
      chmodSync(file, 0o444);
      await execa('docker', ['cp', file, `${name}:${path}`]);
      rmSync(file);
    }
}

/** The containers that have a secret as a file → the paths of it there. */
export function filesOf({ services }: SystemSpec, secret: string): Map<string, string[]> {
  return new Map(
    services.flatMap(({ container, secretFiles }) => {
      const paths = Object.keys(secretFiles).filter((path) => secretFiles[path] === secret);
      return paths.length > 0 ? [[container, paths] as const] : [];
    }),
  );
}
