import { isDeepStrictEqual } from 'node:util';
import { STACK_LABEL } from '../model/swarm.js';
import { UserError } from '../model/user-error.js';
import { runCommand, runDocker } from './command.js';
import { lastLines } from './last-lines.js';
import { inspectAll } from './swarm.js';

/** How Swarm's last change of a service goes. */
export interface StackUpdate {
  /** `updating`, `completed`, `rollback_started`, `rollback_completed`, `paused`, `rollback_paused` */
  readonly state: string;
  /** What tells one change from another. */
  readonly startedAt: string;
  readonly message: string;
}

/** A service of a stack. */
export interface StackService {
  readonly id: string;
  /** As the system calls it, without the stack's name. */
  readonly name: string;
  readonly image: string;
  /** How many of it are to run; undefined for one on each machine. */
  readonly replicas: number | undefined;
  /** @default - it was never changed */
  readonly update?: StackUpdate;
  /** What its tasks are told. */
  readonly told: Told;
}

/** One start of a service on a machine. */
export interface StackTask {
  readonly id: string;
  readonly service: string;
  /** The machine's id; '' while there is none for it. */
  readonly node: string;
  /** `new`, `pending`, `preparing`, `starting` (until it is healthy), `running`, `shutdown`, `failed`, `rejected` … */
  readonly state: string;
  /** What Swarm wants of it: `running`, `shutdown` … */
  readonly wanted: string;
  /** Why it is not as wanted; '' without a reason. */
  readonly error: string;
  readonly container: string;
  readonly image: string;
  /** When it was made, RFC 3339. */
  readonly createdAt: string;
  /** When its state was last another. */
  readonly since: string;
  readonly told: Told;
}

/** The part of a spec by which Swarm itself decides whether a task is replaced. */
interface Told {
  readonly ContainerSpec: {
    readonly Image: string;
    readonly Secrets?: readonly { readonly SecretName: string }[] | null;
    readonly Mounts?: readonly { readonly Source?: string }[] | null;
  };
  readonly Resources?: unknown;
  readonly ForceUpdate?: number;
}

interface InspectedService {
  readonly ID: string;
  readonly Spec: {
    readonly Name: string;
    readonly TaskTemplate: Told;
    readonly Mode: { readonly Replicated?: { readonly Replicas: number } };
  };
  readonly UpdateStatus?: {
    readonly State?: string;
    readonly StartedAt?: string;
    readonly Message?: string;
  } | null;
}

interface InspectedTask {
  readonly ID: string;
  readonly ServiceID: string;
  readonly NodeID?: string;
  readonly CreatedAt: string;
  readonly DesiredState: string;
  readonly Spec: Told;
  readonly Status: {
    readonly State: string;
    readonly Timestamp: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string } | null;
  };
}

/**
 * The services of a stack; empty where there is none, or no swarm.
 * @param names these alone, as the system calls them @default - all
 */
export async function stackServices(stack: string, names?: readonly string[]): Promise<StackService[]> {
  const ids = names ? names.map((name) => `${stack}_${name}`) : await idsOf(stack);
  const all = await inspectAll<InspectedService>('service', ids);
  return all.map(({ ID, Spec: { Name, TaskTemplate, Mode }, UpdateStatus }) => ({
    ...{ id: ID, name: Name.slice(stack.length + 1), image: withoutDigest(TaskTemplate.ContainerSpec.Image) },
    ...{ replicas: Mode.Replicated?.Replicas, told: toldOf(TaskTemplate) },
    ...(UpdateStatus?.State
      ? {
          update: {
            ...{ state: UpdateStatus.State, startedAt: UpdateStatus.StartedAt ?? '' },
            message: UpdateStatus.Message ?? '',
          },
        }
      : {}),
  }));
}

async function idsOf(stack: string): Promise<string[]> {
  const filter = `label=${STACK_LABEL}=${stack}`;
  const { failed, stdout } = await runDocker(['service', 'ls', '--quiet', '--filter', filter]);
  return failed ? [] : stdout.split('\n').filter(Boolean);
}

/** The tasks of services, those too that Swarm has replaced and still knows. */
export async function stackTasks(services: readonly StackService[]): Promise<StackTask[]> {
  if (services.length === 0) return [];
  const names = new Map(services.map(({ id, name }) => [id, name]));
  const list = ['service', 'ps', '--quiet', '--no-trunc', ...names.keys()];
  const { stdout } = await runDocker(list);
  const all = await inspectAll<InspectedTask>('task', stdout.split('\n').filter(Boolean));
  return all.map(({ ID, ServiceID, NodeID = '', CreatedAt, DesiredState, Spec, Status }) => ({
    ...{ id: ID, service: names.get(ServiceID) ?? '', node: NodeID, createdAt: CreatedAt },
    ...{ wanted: DesiredState, state: Status.State, since: Status.Timestamp, error: Status.Err ?? '' },
    ...{ container: Status.ContainerStatus?.ContainerID ?? '', told: toldOf(Spec) },
    image: withoutDigest(Spec.ContainerSpec.Image),
  }));
}

/** Whether a task is of its service as that is now. */
export function isCurrent({ told }: StackTask, service: StackService): boolean {
  return isDeepStrictEqual(told, service.told);
}

/**
 * Has Swarm make of a stack what a file says, and does not wait for it. No registry is asked for images.
 * @param variables what the file leaves open
 * @param whole whether services that it does not name go
 * @throws UserError with what docker said
 */
export async function deployStack(
  stack: string,
  file: string,
  variables: Readonly<Record<string, string>>,
  whole: boolean,
): Promise<void> {
  const args = ['stack', 'deploy', '--resolve-image', 'never', ...(whole ? ['--prune'] : [])];
  const { failed, all } = await runCommand('docker', [...args, '--compose-file', file, stack], {
    env: { ...variables, ...process.env },
  });
  if (failed) throw new UserError(`docker stack deploy failed:\n${lastLines(all, 6)}`);
}

/** Has Swarm end a stack; its volumes stay. What is told of is only begun. */
export async function removeStack(stack: string): Promise<void> {
  const { failed, all } = await runDocker(['stack', 'rm', stack]);
  if (failed) throw new UserError(`docker stack rm failed: ${lastLines(all, 1)}`);
}

/** Has Swarm replace the tasks of a service by others of the same description, and does not wait for it. */
export async function forceUpdate(service: string): Promise<void> {
  const how = ['--detach', '--force', '--no-resolve-image', '--quiet'];
  const { failed, all } = await runDocker(['service', 'update', ...how, service]);
  if (failed) throw new UserError(`docker service update failed: ${lastLines(all, 1)}`);
}

/** The last lines of a task, whichever machine it was on. */
export async function taskLog({ id, container }: StackTask, lines: number): Promise<string> {
  const tail = ['--tail', String(lines)];
  const here = container === '' ? undefined : await runDocker(['logs', ...tail, container]);
  if (here && !here.failed) return here.all.trimEnd();
  const { failed, all } = await runDocker(['service', 'logs', '--raw', ...tail, id]);
  return failed ? '' : all.trimEnd();
}

function toldOf({ ContainerSpec, Resources, ForceUpdate }: Told): Told {
  // of what is empty, a service says more than its task
  const said = Object.entries(ContainerSpec).filter(([, value]) => !isEmpty(value));
  return {
    ContainerSpec: Object.fromEntries(said) as unknown as Told['ContainerSpec'],
    ...{ Resources: Resources ?? {}, ForceUpdate: ForceUpdate ?? 0 },
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value as object).length === 0);
}

function withoutDigest(image: string): string {
  return image.replace(/@sha256:[0-9a-f]{64}$/, '');
}
