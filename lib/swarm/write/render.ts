import { Document } from 'yaml';
import { compact } from '../../compose/write/compact.js';
import { layOut } from '../../compose/write/layout.js';
import { escaped, optional } from '../../compose/write/render-service.js';
import { commonVariables } from '../../compose/write/shared.js';
import { extensionKey, generatedHeader } from '../../model/conventions.js';
import { stackFileName } from '../../model/deployment.js';
import { type SystemSpec, startedOf, volumesOf } from '../../model/service-spec.js';
import { registryVariable, stackName } from '../../model/swarm.js';
import { ALONE, ROLLING } from './deploy.js';
import { reachedPorts } from './ports.js';
import { type ImageProgram, type StackProgram, stackProgram } from './program.js';
import { type Known, renderStackService } from './render-service.js';
import { required } from './required.js';
import { secretNameVariable, stackSecrets } from './secrets.js';

export interface StackOptions extends Known {
  /** Service → what its image runs by itself. */
  readonly programs: ReadonlyMap<string, ImageProgram>;
  /** `StackSecret.name` → the name of Swarm's own that has its value. @default - variables say it */
  readonly secretNames?: ReadonlyMap<string, string>;
  /** Lines that the comment ends with. @default - none */
  readonly remark?: readonly string[];
}

/**
 * A system as a stack file of Swarm's: the services that stay. Names of secrets, tags of own images and the registry are variables
 * where they are not given, so that the file changes when the system does, and not with each edit of the code.
 */
export function renderStack(system: SystemSpec, options: StackOptions): string {
  const { network, conventions, mode } = system;
  const { programs, secretNames, remark = [] } = options;
  const extension = extensionKey(conventions);
  const labels = escaped(network.labels);
  const services = startedOf(system);
  const run = new Map(services.map((each) => [each.name, stackProgram(each, programs.get(each.name))]));
  const document = new Document({ version: '3.9' });
  compact(document, {
    services: new Map(
      services.map((service) => [
        service.name,
        renderStackService(service, run.get(service.name) as StackProgram, system, options),
      ]),
    ),
    labels,
    extension: [extension, { mode }],
    rest: {
      networks: {
        // jobs, and whoever looks for a fault, join it
        default: { name: network.name, driver: 'overlay', attachable: true, labels },
      },
      ...optional(
        'volumes',
        Object.fromEntries(
          volumesOf({ services }).map((volume) => [volume, { name: volume, external: true }]),
        ),
      ),
      ...optional('secrets', secrets({ ...system, services }, secretNames)),
    },
    // clients of 20.10 let an anchor win over what stands before it
    commonFirst: true,
    parts: {
      rolling: ROLLING,
      alone: ALONE,
      exports: mostUsed([...run.values()].flatMap(({ exports = [] }) => exports)),
      environment: commonVariables(
        services
          .filter(({ kind }) => kind === 'application')
          .map(({ name }) => ({ environment: run.get(name)?.environment ?? {} })),
      ),
    },
  });
  document.commentBefore = header(system, remark);
  return layOut(document, true);
}

function secrets(
  system: SystemSpec,
  names?: ReadonlyMap<string, string>,
): Record<string, { readonly external: true; readonly name: string }> {
  return Object.fromEntries(
    stackSecrets(system).map(({ name }) => [
      name,
      { external: true, name: names?.get(name) ?? required(secretNameVariable(name)) },
    ]),
  );
}

function header(system: SystemSpec, remark: readonly string[]): string {
  const { conventions } = system;
  const { commands, modes } = conventions;
  const isUnpublished = startedOf(system).some(
    (service) => service.published.length > reachedPorts(service).length,
  );
  return [
    `${generatedHeader(conventions).slice(1)} (${commands.synth}). Change the constructs, not this file.`,
    ` Prod${modes.prod === 'prod' ? '' : ` ("${modes.prod}")`} as a stack of Docker Swarm: the services, images and volumes of Compose's.`,
    ` ${commands.prod} --swarm deploys it: it makes the secrets, gives the tags, and runs the jobs first. By hand, with the variables`,
    ` set: docker stack deploy --resolve-image never -c ${stackFileName(conventions)} ${stackName(system)}`,
    ` On several nodes, ${registryVariable(system)} names the registry that they have own images from.`,
    ...(isUnpublished
      ? [' What Compose publishes on 127.0.0.1 alone is not published: Swarm knows no such port.']
      : []),
    ...remark.map((line) => ` ${line}`),
  ].join('\n');
}

/** The text that stands in the list most often, if it does so twice. */
function mostUsed(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [most] = [...counts].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1));
  return most && most[1] > 1 ? most[0] : '';
}
