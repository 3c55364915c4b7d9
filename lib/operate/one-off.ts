import { randomBytes } from 'node:crypto';
import type { RunningContainer } from '../engine/docker.js';
import type { InspectedContainer, InspectedImage } from '../engine/inspect.js';

/** A service whose likeness is run: its container, which runs or is stopped. */
export interface Model {
  readonly container: Pick<RunningContainer, 'service' | 'engine'>;
  readonly inspected: InspectedContainer;
  readonly image: InspectedImage | undefined;
  /** The system's name in its mode, which its network has too. */
  readonly system: string;
}

/** A program that is run once beside a service, as the service itself is run. */
export interface OneOff extends Model {
  /** The program with its arguments. */
  readonly words: readonly string[];
  /** Whether it is shown in a terminal. */
  readonly isTerminal: boolean;
}

/** What `docker create` is called with: all that the service is run with, but for its health check, ports and name. */
export interface OneOffCall {
  readonly args: readonly string[];
  /** Its variables, which are given apart: any of them may be a secret. */
  readonly variables: readonly Variable[];
}

type Variable = readonly [name: string, value: string];

export function oneOffCall({ words, isTerminal, ...model }: OneOff): OneOffCall {
  const { inspected, system } = model;
  const [program = '', ...rest] = words;
  const { args, variables } = likeService(model, [`--network=${system}`, `--volumes-from=${inspected.Id}`]);
  return {
    args: [
      ...['--rm', ...args, ...(isTerminal ? ['--tty'] : [])],
      // what it says is shown, and kept nowhere
      '--log-driver=none',
      // what is asked for is run, and not given to what the image starts with
      `--entrypoint=${program}`,
      inspected.Image,
      ...rest,
    ],
    variables,
  };
}

/**
 * Options of `docker create` for a container like a service's.
 * @param places where its data is, and what it is connected to
 * @param changes variables that have another value @default - none
 */
export function likeService(
  { container, inspected, image, system }: Model,
  places: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): OneOffCall {
  const { Config, HostConfig, Mounts } = inspected;
  const known = new Set(image?.Config.Env ?? []);
  const own = (Config.Env ?? []).filter((each) => !known.has(each)).map(nameAndValue);
  const variables = [...own.filter(([name]) => !Object.hasOwn(changes, name)), ...Object.entries(changes)];
  const option = (name: string, values: readonly (string | number | undefined | null)[] | null) =>
    (values ?? []).flatMap((value) => (value ? [`--${name}=${value}`] : []));
  const args = [
    ...['--interactive', '--pull=never', '--no-healthcheck'],
    `--name=${system}-${container.service}-run-${randomBytes(4).toString('hex')}`,
    ...places,
    ...option('user', [Config.User]),
    ...option(
      'label',
      Object.entries(Config.Labels ?? {}).flatMap(([name, value]) => ownLabel(container, name, value)),
    ),
    ...option('cap-drop', HostConfig.CapDrop),
    ...option('cap-add', HostConfig.CapAdd),
    ...option('security-opt', HostConfig.SecurityOpt),
    ...(HostConfig.ReadonlyRootfs ? ['--read-only'] : []),
    ...option(
      'tmpfs',
      Object.entries(HostConfig.Tmpfs ?? {}).map(([path, options]) => `${path}:${options}`),
    ),
    // Swarm has what is in memory as a mount
    ...option(
      'tmpfs',
      Mounts.flatMap(({ Type, Destination }) => (Type === 'tmpfs' ? [Destination] : [])),
    ),
    ...option('memory', [HostConfig.Memory]),
    ...option('memory-swap', [HostConfig.Memory]),
    ...option('cpu-period', [HostConfig.CpuPeriod]),
    ...option('cpu-quota', [HostConfig.CpuQuota]),
    ...option('pids-limit', [HostConfig.PidsLimit]),
    ...(HostConfig.Init ? ['--init'] : []),
  ];
  return { args, variables };
}

/** As `docker compose run` labels it: it is the project's, and goes with it. Terraform would take it for one that it lost. */
function ownLabel(
  { engine }: Pick<RunningContainer, 'engine'>,
  name: string,
  value: string,
): readonly string[] {
  if (engine !== 'compose') return [];
  if (name === 'com.docker.compose.oneoff') return [`${name}=True`];
  return name.startsWith('com.docker.compose.') ? [`${name}=${value}`] : [];
}

function nameAndValue(text: string): Variable {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
