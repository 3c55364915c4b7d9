import { requireEngine } from '../lib/deploy/require-engine.js';
import { underway } from '../lib/engine/interruption.js';
import { formatSize } from '../lib/model/format-size.js';
import { UserError } from '../lib/model/user-error.js';
import { clean as removeLeavings } from '../lib/operate/clean.js';
import { type Leavings, leavingsOf } from '../lib/operate/leavings.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { ask as askHere, isYes } from './ask.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

export interface CleanOptions {
  /** Whether the data goes too. */
  readonly data: boolean;
  /** Whether it is only listed. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/**
 * `clean`: removes all that the system has left on this machine, after a question; sources and secrets stay.
 * @throws UserError where the answer is another one
 */
export async function clean(
  project: Project,
  { data, dryRun, json }: CleanOptions,
  ask = askHere,
): Promise<void> {
  const settings = readSettings(project);
  await requireEngine(settings.conventions.commands);
  const leavings = await leavingsOf(settings, data);
  const groups = Object.values(leavings).flat();
  if (groups.length === 0 && !json) {
    console.log(`Nothing to remove: ${settings.name} has left nothing here.`);
    return;
  }
  const say = json ? console.error : console.log;
  say(`${dryRun ? 'Would remove' : 'To be removed'}:\n${leavingsText(leavings)}`);
  if (data && leavings.volumes.length === 0) say('There is no data.');
  const removes = !dryRun && groups.length > 0;
  if (removes) {
    await requireConsent(settings.name, leavings, ask);
    await underway({ state: 'it is removed in part' }, () => removeLeavings(project, settings, leavings));
  }
  const named = (group: readonly { readonly name: string }[]) => group.map(({ name }) => name);
  if (json)
    return printJson(SHAPES.clean, {
      ...{ version: 1, removed: removes },
      ...{ containers: named(leavings.containers), networks: named(leavings.networks) },
      ...{ images: leavings.images, contexts: leavings.contexts, volumes: leavings.volumes },
    });
  if (removes)
    console.log(`Removed. ${data ? 'The secrets are kept.' : 'The data and the secrets are kept.'}`);
}

/** Asks before anything is removed; of data, for the name of the system. @throws UserError where the answer is another one */
export async function requireConsent(
  name: string,
  { volumes }: Pick<Leavings, 'volumes'>,
  ask: typeof askHere,
): Promise<void> {
  const isData = volumes.length > 0;
  const answer = await ask(
    isData ? `The data cannot be brought back. To remove it, type ${name}: ` : 'Remove all of this? [y/N] ',
  );
  const isConsent = isData ? answer === name : isYes(answer);
  if (!isConsent)
    throw new UserError(
      'nothing was removed',
      isData ? `type ${name} to remove it` : 'answer y to remove it',
    );
}

/** What is removed, a line each. */
export function leavingsText({ containers, networks, images, contexts, volumes }: Leavings): string {
  const sized = (kind: string, group: Leavings['images']) =>
    group.map(
      ({ name, size }) => `  ${kind}  ${name.replace(/^(sha256:.{12}).*/, '$1')} (${formatSize(size)})`,
    );
  return [
    ...containers.map(({ name }) => `  container  ${name}`),
    ...networks.map(({ name }) => `  network  ${name}`),
    ...sized('image', images),
    ...sized('build context', contexts),
    ...sized('DATA VOLUME', volumes),
  ].join('\n');
}
