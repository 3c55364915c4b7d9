import { hasVariables, inFile } from '../../compose/read/as-in-file.js';
import { isActive } from '../../compose/read/profiles.js';
import { shellWords } from '../../compose/read/shell-words.js';
import { isNull } from '../../compose/read/tree.js';
import type { PlainDescription } from '../../construct/description.js';
import type { RestartPolicy } from '../../model/service-spec.js';
import { entriesOf, entryOf, itemsOf, leafOf, plainText, ServiceNotes, type Tree } from './attributes.js';
import { importDependencies } from './dependencies.js';
import { importEnvironment } from './environment.js';
import { importHealth } from './health.js';
import { importImage } from './image.js';
import type { ImportedService, KeptAttribute } from './imported.js';
import { importVolumes } from './mounts.js';
import { importNetworks } from './networks.js';
import { importPorts } from './ports.js';

/** What of a service is looked at by name below; the rest goes to Compose as it is. */
const SAID = new Set(
  `build cap_add command container_name depends_on deploy environment healthcheck image networks ports profiles restart
  scale user volumes`.split(/\s+/),
);
const RESTART: readonly string[] = ['no', 'always', 'on-failure', 'unless-stopped'] satisfies RestartPolicy[];

/** What is around a service in its files. */
export interface ServiceSurroundings {
  readonly root: string;
  readonly names: ReadonlySet<string>;
  readonly plainVolumes: ReadonlySet<string>;
  /** Profiles that are active here. */
  readonly active: ReadonlySet<string>;
}

/** A canonical service as a construct says it, and what it cannot say. */
export function importService(
  name: string,
  service: Tree,
  { root, names, plainVolumes, active }: ServiceSurroundings,
): ImportedService & {
  readonly passed: readonly KeptAttribute[];
  readonly changed: readonly KeptAttribute[];
} {
  const notes = new ServiceNotes(name, root);
  const image = importImage(service, notes);
  const command = importCommand(service, notes);
  const environment = importEnvironment(entryOf(service, 'environment'), notes);
  const ports = importPorts(service, notes);
  const volumes = importVolumes(service, plainVolumes, notes);
  const healthCheck = importHealth(service, notes);
  const restart = importRestart(service, notes);
  const user = plainOrPassed(service, 'user', notes);
  const capabilities = importCapabilities(service, notes);
  const dependencies = importDependencies(service, names, notes);
  importNetworks(service, notes);
  importDeploy(service, notes);
  importProfiles(service, active, notes);
  for (const [key, value] of entriesOf(service))
    if (!SAID.has(key) && !isNull(value)) notes.passTree(key, value);
  const description: PlainDescription = {
    image,
    ...(command ? { command } : {}),
    ...ports,
    ...(Object.keys(environment).length > 0 ? { environment } : {}),
    ...(Object.keys(volumes).length > 0 ? { volumes } : {}),
    ...(healthCheck ? { healthCheck } : {}),
    ...(restart ? { restart } : {}),
    ...(user === undefined ? {} : { user }),
    ...(capabilities ? { capabilities } : {}),
    ...(Object.keys(notes.compose).length > 0 ? { compose: notes.compose } : {}),
  };
  const { passed, changed } = notes;
  return {
    name,
    description,
    ...dependencies,
    passed,
    changed,
    ...(service.place ? { place: service.place } : {}),
  };
}

/** A line is split as Compose does it. */
function importCommand(service: Tree, notes: ServiceNotes): string[] | undefined {
  const tree = entryOf(service, 'command');
  if (!tree || isNull(tree)) return undefined;
  if (!hasVariables(tree)) {
    if (tree.kind === 'leaf' && tree.text !== '') return shellWords(tree.text);
    const words = itemsOf(tree).map((item) => leafOf(item)?.text ?? '');
    if (words.length > 0) return words;
  }
  notes.passTree('command', tree);
  return undefined;
}

function importRestart(service: Tree, notes: ServiceNotes): RestartPolicy | undefined {
  const tree = entryOf(service, 'restart');
  const text = leafOf(tree)?.text;
  if (!tree || text === undefined || text === 'no') return undefined;
  const [policy = ''] = text.split(':');
  if (RESTART.includes(text) && !hasVariables(tree)) return text as RestartPolicy;
  notes.passTree('restart', tree);
  return RESTART.includes(policy) ? (policy as RestartPolicy) : undefined;
}

function plainOrPassed(service: Tree, key: string, notes: ServiceNotes): string | undefined {
  const tree = entryOf(service, key);
  const text = plainText(tree);
  if (tree && !isNull(tree) && text === undefined) notes.passTree(key, tree);
  return text;
}

function importCapabilities(service: Tree, notes: ServiceNotes): string[] | undefined {
  const tree = entryOf(service, 'cap_add');
  if (!tree || isNull(tree)) return undefined;
  const names = itemsOf(tree).map(plainText);
  if (names.every((name) => name !== undefined && /^(?!CAP_)[A-Z_]+$/.test(name))) return names as string[];
  notes.passTree('cap_add', tree);
  return undefined;
}

/** A start starts what COMPOSE_PROFILES activates here; what has another profile is started by hand, as before. */
function importProfiles(service: Tree, active: ReadonlySet<string>, notes: ServiceNotes): void {
  const tree = entryOf(service, 'profiles');
  if (!tree || isNull(tree)) return;
  if (itemsOf(tree).length > 0 && isActive(service, active))
    notes.change('profiles: COMPOSE_PROFILES activates it here, so each start starts it', tree.place);
  else notes.passTree('profiles', tree);
}

/** A container has a name here, so there is one of each service. */
function importDeploy(service: Tree, notes: ServiceNotes): void {
  const scale = entryOf(service, 'scale');
  if (scale && plainText(scale) !== '1')
    notes.change(SINGLE(`scale: ${plainText(scale) ?? '?'}`), scale.place);
  const deploy = entryOf(service, 'deploy');
  if (deploy?.kind !== 'table') return;
  const replicas = deploy.entries.get('replicas');
  if (replicas && plainText(replicas) !== '1')
    notes.change(SINGLE(`deploy.replicas: ${plainText(replicas) ?? '?'}`), replicas.place);
  const rest = new Map([...deploy.entries].filter(([key]) => key !== 'replicas'));
  if (rest.size > 0) notes.pass('deploy', inFile({ ...deploy, entries: rest }, notes.root), deploy.place);
}

const SINGLE = (what: string) => `${what}: one container runs, for it has a name`;
