import { execa } from './program.js';

/** Of `docker container inspect`, what a container was told at its creation. */
export interface InspectedContainer {
  readonly Id: string;
  /** The id of its image. */
  readonly Image: string;
  readonly Config: {
    readonly Image: string;
    readonly Env: readonly string[] | null;
    readonly Cmd: readonly string[] | null;
    readonly User: string;
    readonly Labels: Readonly<Record<string, string>> | null;
    readonly StopTimeout?: number | null;
    readonly Healthcheck?: {
      readonly Test?: readonly string[] | null;
      /** Nanoseconds, like the other times. */
      readonly Interval?: number;
      readonly Timeout?: number;
      readonly Retries?: number;
      readonly StartPeriod?: number;
    } | null;
  };
  readonly HostConfig: {
    readonly PortBindings: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
    > | null;
    readonly Tmpfs?: Readonly<Record<string, string>> | null;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly ReadonlyRootfs: boolean;
    readonly Memory: number;
    readonly CpuPeriod: number;
    readonly CpuQuota: number;
    readonly PidsLimit?: number | null;
    readonly RestartPolicy: { readonly Name: string };
    readonly Init?: boolean | null;
    readonly LogConfig: {
      readonly Type: string;
      readonly Config: Readonly<Record<string, string>> | null;
    };
  };
  readonly Mounts: readonly InspectedMount[];
}

/** A mount, as `docker inspect` has it. */
export interface InspectedMount {
  readonly Type: string;
  readonly Name?: string;
  readonly Source: string;
  readonly Destination: string;
  readonly RW: boolean;
}

/** Of `docker image inspect`, what a container has of it. */
export interface InspectedImage {
  readonly Id: string;
  readonly Config: Pick<InspectedContainer['Config'], 'Env' | 'Cmd' | 'User' | 'Labels'> & {
    readonly Entrypoint?: readonly string[] | null;
  };
}

/** What containers were told, in the order of their ids. */
export async function inspectContainers(ids: readonly string[]): Promise<InspectedContainer[]> {
  if (ids.length === 0) return [];
  const { stdout } = await execa('docker', ['container', 'inspect', ...ids]);
  return JSON.parse(stdout) as InspectedContainer[];
}

/** Images by the name or id that they were asked for with; those that are gone are left out. */
export async function inspectImages(names: readonly string[]): Promise<Map<string, InspectedImage>> {
  const found = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const { failed, stdout } = await execa('docker', ['image', 'inspect', name], { reject: false });
      return failed ? [] : [[name, (JSON.parse(stdout) as InspectedImage[])[0]] as const];
    }),
  );
  return new Map(found.flat().flatMap(([name, image]) => (image ? [[name, image] as const] : [])));
}
