import type { Conventions, Named } from './conventions.js';
import type { Mode } from './mode.js';

/** Who makes a system's containers. */
export const ENGINES = ['compose', 'terraform', 'swarm'] as const;

export type Engine = (typeof ENGINES)[number];

/** Its name, as people write it: `Compose`. */
export function engineName(engine: Engine): string {
  return engine.charAt(0).toUpperCase() + engine.slice(1);
}

/** Which system, and in which mode; a `SystemSpec` is one. */
export interface Deployment extends Named {
  readonly mode: Mode;
}

/** The name of a system in a mode, its network's and its Compose project's: `shop-dev`. */
export function systemName({ name, mode, conventions }: Deployment): string {
  return `${name}-${conventions.modes[mode]}`;
}

/** A container's name: `shop-api-dev`. */
export function containerName({ name, mode, conventions }: Deployment, service: string): string {
  return `${name}-${service}-${conventions.modes[mode]}`;
}

/** A data volume's name: `shop-postgres_data-dev`. @param word as its construct calls it */
export function volumeName(deployment: Deployment, word: string): string {
  return containerName(deployment, word);
}

/** A data volume as its construct calls it, and as it is where it is named otherwise: `postgres_data`. */
export function volumeWord(deployment: Deployment, volume: string): string {
  const [start = '', end = ''] = volumeName(deployment, '/').split('/');
  return volume.startsWith(start) && volume.endsWith(end) ? volume.slice(start.length, -end.length) : volume;
}

/** The Compose file's name in the source root: `docker-compose.dev.yml`. */
export function composeFileName({ modes }: Conventions, mode: Mode): string {
  return `docker-compose.${modes[mode]}.yml`;
}

/** The stack file's name in the source root, which Swarm deploys prod from: `docker-stack.prod.yml`. */
export function stackFileName({ modes }: Conventions): string {
  return `docker-stack.${modes.prod}.yml`;
}

/** The Compose file of this machine, where that differs, relative to the source root: each system of a directory has its own. */
export function localComposeFile({ name, mode, conventions }: Deployment): string {
  const word = name === conventions.name ? conventions.modes[mode] : `${name}.${conventions.modes[mode]}`;
  return `${conventions.workDirectory}/docker-compose.${word}.yml`;
}

/** The name under which a file that was written by hand is kept: `docker-compose.dev.by-hand.yml`. */
export function byHand(path: string, attempt = 1): string {
  return path.replace(/(\.[^./]+)?$/, `.by-hand${attempt === 1 ? '' : `-${attempt}`}$1`);
}

/** `NAME=value` lines, read by both engines; relative to the source root. */
export function secretsFile({ workDirectory }: Conventions, mode: Mode): string {
  return `${workDirectory}/secrets.${mode}.env`;
}

/** Prod's secrets, encrypted to the team's keys, where a team commits them; in the source root. */
export const ENCRYPTED_SECRETS = 'secrets.prod.age';

/** The public keys that they are encrypted to, a line each; in the source root. */
export const SECRET_RECIPIENTS = 'secrets.recipients';

/** The secrets once more, quoted as Compose reads them; relative to the source root. */
export function composeSecretsFile({ workDirectory }: Conventions, mode: Mode): string {
  return `${workDirectory}/compose-secrets.${mode}.env`;
}

/** `NAME_TAG=…` lines for Compose, relative to the source root. */
export function imagesFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/images.${fileWord(deployment)}.env`;
}

/** What the programs of a run said, relative to the source root. @param word what ran: `start.dev` */
export function runLogFile({ workDirectory }: Conventions, word: string): string {
  return `${workDirectory}/${word}.log`;
}

/** The images of builds that came to no end, as JSON, relative to the source root. */
export function unfinishedBuildsFile({ workDirectory }: Conventions): string {
  return `${workDirectory}/unfinished-builds.json`;
}

/** In a file's name: `prod`, and `second.prod` for a second system of the same directory, which must not share the file. */
function fileWord({ name, mode, conventions }: Deployment): string {
  return name === conventions.name ? mode : `${name}.${mode}`;
}

/** The resolved system as JSON, relative to the source root: what a deploy by Terraform prepares. */
export function systemFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/system.${fileWord(deployment)}.json`;
}

/** What the last start left out, as JSON, relative to the source root. */
export function startNoteFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/start.${fileWord(deployment)}.json`;
}

/** Which secrets the data was written with, as digests; relative to the source root. */
export function dataNoteFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/data.${fileWord(deployment)}.json`;
}

/** Which jobs have ended well, as JSON; relative to the source root. */
export function jobNoteFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/jobs.${fileWord(deployment)}.json`;
}

/** Jobs as a Compose file, where Terraform runs the rest; relative to the source root. */
export function jobsFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/jobs.${fileWord(deployment)}.yml`;
}

/** What the watcher did for the last edits, a JSON document a line; relative to the source root. */
export function editsFile({ name, conventions }: Named): string {
  return `${conventions.workDirectory}/edits.${name}.jsonl`;
}

/** The volumes without a name that a system's containers had last, in both modes; relative to the source root. */
export function namelessFile({ name, conventions }: Named): string {
  return `${conventions.workDirectory}/nameless.${name}.json`;
}

/**
 * Where a deploy by Terraform notes itself, relative to the source root: a word that is its own, and ` unfinished`
 * until it is complete.
 */
export function preparationFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/preparation.${fileWord(deployment)}`;
}

/** Where the last deploy by Terraform that came up is kept, relative to the source root. */
export function deployedFolder(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/deployed/${systemName(deployment)}`;
}

/** The stack file that Swarm was told last here, relative to the source root. */
export function stackFile(deployment: Deployment): string {
  return `${deployment.conventions.workDirectory}/stack.${fileWord(deployment)}.yml`;
}

/** Terraform's state, relative to the project's directory; it holds the containers' environment, secrets too. */
export function stateFile(deployment: Deployment): string {
  return `terraform.${fileWord(deployment)}.tfstate`;
}

/** The same as seen from the stack's folder in cdktf.out: where the stack says that its state is. */
export function statePath(deployment: Deployment): string {
  return `../../../${stateFile(deployment)}`;
}

/** Terraform's state of what Swarm runs, relative to the project's directory; it holds the secrets. */
export function swarmStateFile({ name, conventions }: Named): string {
  return `terraform.${name === conventions.name ? 'swarm' : `${name}.swarm`}.tfstate`;
}

/** The same as seen from the stack's folder in cdktf.out. */
export function swarmStatePath(deployment: Named): string {
  return `../../../${swarmStateFile(deployment)}`;
}
