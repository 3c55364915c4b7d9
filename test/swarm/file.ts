import { parse } from 'yaml';
import type { SystemSpec } from '../../lib/model/service-spec.js';
import type { ImageProgram } from '../../lib/swarm/write/program.js';
import { renderStack, type StackOptions } from '../../lib/swarm/write/render.js';

/** What the tests read of a rendered stack file. */
export interface StackFile {
  readonly version: string;
  readonly services: Readonly<Record<string, StackService>>;
  readonly networks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly volumes?: Readonly<Record<string, { readonly name: string; readonly external: boolean }>>;
  readonly secrets?: Readonly<Record<string, { readonly name: string; readonly external: boolean }>>;
}

export interface StackService {
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly Readonly<Record<string, unknown>>[];
  readonly volumes?: readonly (Readonly<Record<string, unknown>> & { readonly type: string })[];
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly deploy: {
    readonly replicas: number;
    readonly endpoint_mode: string;
    readonly update_config: Readonly<Record<string, unknown>>;
    readonly rollback_config: Readonly<Record<string, unknown>>;
    readonly restart_policy: Readonly<Record<string, unknown>>;
    readonly labels: Readonly<Record<string, string>>;
    readonly placement?: { readonly constraints: readonly string[] };
    readonly resources?: { readonly limits: Readonly<Record<string, unknown>> };
  };
  readonly [attribute: string]: unknown;
}

/** What every image runs by itself, unless a test says more. */
export function programsFor({ services }: SystemSpec, program: ImageProgram): Map<string, ImageProgram> {
  return new Map(services.map(({ name }) => [name, program]));
}

/** A system as a stack file, read back. */
export function stackOf(system: SystemSpec, options: Partial<StackOptions> = {}): StackFile {
  const programs = programsFor(system, { command: ['python', 'main.py'] });
  return parse(renderStack(system, { programs, ...options }), { merge: true }) as StackFile;
}
