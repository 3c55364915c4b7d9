import { join } from 'node:path';
import type { SourceFacts } from '../construct/definition.js';
import { stackFileName } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import { type StackFault, stackFaults } from '../swarm/write/faults.js';
import type { ImageProgram } from '../swarm/write/program.js';
import { renderStack } from '../swarm/write/render.js';
import { programsOf } from './programs.js';

/** The stack file that is committed, or why Swarm would not run the system as it is described. */
export interface PlannedStack {
  /** Absolute. */
  readonly path: string;
  /** @default - there is none */
  readonly text?: string;
  readonly faults: readonly StackFault[];
  /** Service → what its image runs by itself. */
  readonly programs: ReadonlyMap<string, ImageProgram>;
}

/** @param root the source root, absolute */
export function planStack(
  prod: SystemSpec,
  root: string,
  sources: Pick<SourceFacts, 'context'>,
): PlannedStack {
  const programs = programsOf(prod, (source, mode) => sources.context(source, mode));
  const faults = stackFaults(prod, programs);
  return {
    path: join(root, stackFileName(prod.conventions)),
    ...(faults.length === 0 ? { text: renderStack(prod, { programs }) } : {}),
    ...{ faults, programs },
  };
}

/** Before it is written: why there is no stack file, a line in all. */
export function stackLines(
  { stack }: { readonly stack?: PlannedStack },
  { conventions }: SystemSpec,
): string[] {
  if (!stack || stack.faults.length === 0) return [];
  const all = stack.faults.map(({ service, at, problem }) => `${service ?? 'system'} (${at}): ${problem}`);
  return [
    `note: no ${stackFileName(conventions)}, for Swarm would not run it as it is described: ${all.join('; ')}`,
  ];
}
