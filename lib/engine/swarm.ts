import { runDocker } from './command.js';

/** What this machine's engine is in a swarm. */
export type SwarmRole = 'none' | 'manager' | 'worker';

export async function swarmRole(): Promise<SwarmRole> {
  const format = '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}';
  const { stdout } = await runDocker(['info', '--format', format]);
  const [state, control] = stdout.trim().split(' ');
  if (state !== 'active') return 'none';
  return control === 'true' ? 'manager' : 'worker';
}

/** A machine of the swarm. */
export interface SwarmNode {
  readonly id: string;
  readonly name: string;
  readonly isSelf: boolean;
  /** `ready`, `down` … */
  readonly state: string;
  /** `active`, `pause`, `drain` */
  readonly availability: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface InspectedNode {
  readonly ID: string;
  readonly Spec: { readonly Availability: string; readonly Labels: Record<string, string> | null };
  readonly Description: { readonly Hostname: string };
  readonly Status: { readonly State: string };
}

/** All machines of the swarm that this engine manages; empty where it manages none. */
export async function swarmNodes(): Promise<SwarmNode[]> {
  const listed = await runDocker(['node', 'ls', '--format', '{{.ID}} {{.Self}}']);
  if (listed.failed) return [];
  const own = new Map(
    listed.stdout.split('\n').flatMap((line): [string, boolean][] => {
      const [id = '', self] = line.split(' ');
      return id === '' ? [] : [[id, self === 'true']];
    }),
  );
  const nodes = await inspectAll<InspectedNode>('node', [...own.keys()]);
  return nodes.map(({ ID, Spec, Description, Status }) => ({
    ...{ id: ID, name: Description.Hostname, isSelf: own.get(ID) === true },
    ...{ state: Status.State, availability: Spec.Availability, labels: Spec.Labels ?? {} },
  }));
}

/** The ids of those that do not answer: what was on one, Swarm keeps as it was last. */
export function lostAmong(nodes: readonly SwarmNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ id, state }) => (state === 'ready' ? [] : [id])));
}

/** @throws nothing: what is not there is left out */
export async function inspectAll<T>(kind: 'node' | 'service' | 'task', ids: readonly string[]): Promise<T[]> {
  if (ids.length === 0) return [];
  const { stdout } = await runDocker(['inspect', '--type', kind, ...ids]);
  return JSON.parse(stdout.trim() || '[]') as T[];
}
