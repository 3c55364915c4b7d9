import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { isAlive } from '../../lib/disk/alive.js';
import { sweepNameless } from '../../lib/engine/nameless.js';
import { named } from '../conventions.js';
import { lines, removeSystem } from './engine.js';

/** In a test system's directory: the process of the run that made it. */
export const RUN_FILE = 'run';
/** The name of such a directory, but for the six letters that `mkdtemp` adds. */
export const directoryOf = (system: string) => `opsconductor-${system}-`;
/** The names under which a run keeps layers. */
export const layersOf = (run: string) => `localhost/opsconductor-test/layers-${run}`;

/** Removes what runs that were killed have left: their systems, and the layers that they kept. */
export async function clearDeadRuns(): Promise<void> {
  const images = ['images', '--format', '{{.Repository}}:{{.Tag}}'];
  const { failed, stdout } = await execa('docker', images, { reject: false });
  if (failed) return;
  const all = readdirSync(tmpdir()).flatMap(systemAt);
  const alive = all.filter(({ run }) => isAlive(run)).map(({ name }) => name);
  for (const { directory, name, run } of all) {
    if (isAlive(run)) continue;
    // a run that lives may have one of the same name by now
    if (!alive.includes(name)) {
      await removeSystem(name);
      for (const root of ['opsconductor', 'infrastructure/examples/opsconductor'])
        await sweepNameless(join(directory, root), named(name));
    }
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  }
  const isDead = (image: string) => {
    const run = Number(new RegExp(`^${layersOf('(\\d+)')}:`).exec(image)?.[1] ?? process.pid);
    return !isAlive(run);
  };
  const dead = lines(stdout).filter(isDead);
  if (dead.length > 0) await execa('docker', ['rmi', ...dead], { reject: false });
}

function systemAt(entry: string): { directory: string; name: string; run: number }[] {
  const directory = join(tmpdir(), entry);
  const [, name] = /^opsconductor-(.+)-\w{6}$/.exec(basename(directory)) ?? [];
  if (name === undefined) return [];
  try {
    return [{ directory, name, run: Number(readFileSync(join(directory, RUN_FILE), 'utf8')) }];
  } catch {
    return [];
  }
}
