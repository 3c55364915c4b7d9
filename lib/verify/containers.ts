import { listContainers } from '../engine/docker.js';
import type { InspectedMount } from '../engine/inspect.js';
import { execa } from '../engine/program.js';
import type { Standing } from '../model/container-state.js';
import type { Named } from '../model/conventions.js';
import type { Engine } from '../model/deployment.js';
import type { Mode } from '../model/mode.js';
import type { FoundMount } from './report.js';

/** A container of the system, as the engine describes it. */
export interface FoundContainer extends Standing {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly engine: Engine;
  readonly running: boolean;
  /** Of its first process, as the host counts; 0 where it does not run. */
  readonly pid: number;
  readonly startedAt: Date;
  readonly mounts: readonly FoundMount[];
  /** Every name of its image: `localhost/shop/orders:dev-0123456789ab`, the one it was made by first. */
  readonly imageNames: readonly string[];
}

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly Pid: number;
    readonly StartedAt: string;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
  readonly Mounts: readonly InspectedMount[];
  readonly Config: { readonly Image: string };
}

/** All containers that are a system's own in a mode, whichever engine made them. */
export async function inspectContainers(system: Named, mode: Mode): Promise<FoundContainer[]> {
  const own = await listContainers(system, mode);
  const services = new Map(own.map((container) => [container.id, container]));
  const containers = await inspect<Inspected>('container', [...services.keys()]);
  const images = await inspect<{ Id: string; RepoTags: string[] }>('image', [
    ...new Set(containers.map(({ Image }) => Image)),
  ]);
  const tags = new Map(images.map(({ Id, RepoTags }) => [Id, RepoTags]));
  return containers.map(
    ({ Id, Name, Image, State, Mounts, Config }): FoundContainer => ({
      id: Id,
      name: Name.slice(1),
      service: services.get(Id)?.service ?? '',
      engine: services.get(Id)?.engine ?? 'compose',
      running: State.Running,
      state: State.Status,
      ...(State.Running ? { health: State.Health?.Status } : {}),
      exitCode: State.ExitCode,
      pid: State.Pid,
      startedAt: new Date(State.StartedAt),
      mounts: Mounts.map(({ Type, Name: volume, Source, Destination, RW }) => ({
        type: Type,
        source: volume ?? Source,
        target: Destination,
        readOnly: !RW,
      })),
      imageNames: [Config.Image, ...(tags.get(Image) ?? [])],
    }),
  );
}

/** What differs in a container's own layer from its image. */
export interface LayerChange {
  readonly kind: 'changed' | 'added' | 'deleted';
  /** Absolute, in the container; of a directory too. */
  readonly path: string;
}

/** What was written since the container was made, mounts and memory left out: `docker diff`. */
export async function layerChanges(id: string): Promise<LayerChange[]> {
  const kinds = { C: 'changed', A: 'added', D: 'deleted' } as const;
  const { stdout } = await execa('docker', ['diff', id], { reject: false });
  return stdout.split('\n').flatMap((line) => {
    const kind = kinds[line[0] as keyof typeof kinds];
    return kind ? [{ kind, path: line.slice(2) }] : [];
  });
}

async function inspect<T>(kind: 'container' | 'image', ids: readonly string[]): Promise<T[]> {
  const known = ids.filter((id) => id !== '');
  if (known.length === 0) return [];
  // one that is removed meanwhile is an error on stderr, and the others are described all the same
  const { stdout } = await execa('docker', [kind, 'inspect', ...known], { reject: false });
  return JSON.parse(stdout) as T[];
}
