import type { Fault } from '../../model/facts.js';
import { keepsData, type ServiceSpec, type SystemSpec, startedOf } from '../../model/service-spec.js';
import { swarmService } from '../../model/swarm.js';
import { lostAttributes } from './attributes.js';
import { reachedPorts } from './ports.js';
import { type ImageProgram, needsShell, stackProgram } from './program.js';

/** Something that Swarm would not run as it is described. */
export interface StackFault extends Fault {
  /** @default - it is of the whole system */
  readonly service?: string;
  /** Which property, as findings name it. */
  readonly at: string;
}

/** Swarm's longest name of a service. */
const LONGEST = 63;
const HARMLESS: ReadonlySet<string> = new Set(['no-new-privileges:true', 'no-new-privileges']);

/** All that stands in the way of a stack; empty where Swarm runs the system as Compose does. */
export function stackFaults(system: SystemSpec, programs: ReadonlyMap<string, ImageProgram>): StackFault[] {
  const sections = Object.entries(system.compose ?? {})
    .filter(([name, value]) => !name.startsWith('x-') && Object.keys(value ?? {}).length > 0)
    .map(([name]) => name);
  return [
    ...(sections.length > 0
      ? [
          {
            at: 'compose',
            problem: `Compose alone is told of ${sections.join(', ')}, and Swarm is not`,
            fix: 'say it of the services, with properties that every engine is told',
          },
        ]
      : []),
    ...startedOf(system).flatMap((service) =>
      ofService(service, system, programs.get(service.name)).map((fault) => ({
        service: service.name,
        ...fault,
      })),
    ),
  ];
}

function ofService(
  service: ServiceSpec,
  system: SystemSpec,
  program: ImageProgram = {},
): Omit<StackFault, 'service'>[] {
  const { replicas = 1, securityOptions, compose } = service;
  const lost = lostAttributes(compose);
  const rights = securityOptions.filter((option) => !HARMLESS.has(option));
  const name = swarmService(system, service);
  return [
    ...(replicas > 1 && keepsData(service)
      ? [
          {
            at: 'replicas',
            problem: `${replicas} of it would write to the same data volume`,
            fix: 'run one of it, or keep its data in another service',
          },
        ]
      : []),
    ...(replicas > 1 && reachedPorts(service).length > 0
      ? [
          {
            at: 'replicas',
            problem: `${replicas} of it want the same port of a node (${reachedPorts(service)[0]?.host})`,
            fix: 'put a gateway before it, or run one of it',
          },
        ]
      : []),
    ...(lost.length > 0
      ? [
          {
            at: 'compose',
            problem: `tells Compose of ${lost.join(', ')}, which Swarm is not told`,
            fix: 'say with other properties what they have words for, or do without it',
          },
        ]
      : []),
    ...(rights.length > 0
      ? [
          {
            at: 'securityOptions',
            problem: `a stack file has no word for ${rights.join(', ')}`,
            fix: 'do without it, or run it by Compose',
          },
        ]
      : []),
    ...programFaults(service, program),
    ...(name.length > LONGEST
      ? [
          {
            at: 'name',
            problem: `Swarm would call it ${name}, and takes ${LONGEST} characters`,
            fix: 'give it a shorter name',
          },
        ]
      : []),
  ];
}

/** A secret in a variable is laid there by a shell, which has to know what it starts, and what a variable may be called. */
function programFaults(service: ServiceSpec, program: ImageProgram): Omit<StackFault, 'service'>[] {
  if (!needsShell(service)) return [];
  const { isKnown, odd } = stackProgram(service, program);
  return [
    ...(isKnown
      ? []
      : [
          {
            at: 'command',
            problem:
              'has a secret in its environment, and its image alone says what it runs: no shell can lay the secret there',
            fix: 'say it with `command`, or give it the secret as a file (secretFiles)',
          },
        ]),
    ...odd.map((name) => ({
      at: `environment[${name}]`,
      problem: 'has a secret in it, and no shell has a variable of that name',
      fix: 'use letters, digits and "_"',
    })),
  ];
}
