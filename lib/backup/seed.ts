import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readMoved, writeMoved } from '../disk/moved-volumes.js';
import { areEncrypted, readSecrets, replaceSecrets } from '../disk/secrets-file.js';
import { ensureVolume, listContainers, volumeState } from '../engine/docker.js';
import { settling, underway } from '../engine/interruption.js';
import { lastLines } from '../engine/last-lines.js';
import { pour, type StreamingProgram } from '../engine/streaming.js';
import { type BackupPart, type BackupPlan, stampOf } from '../model/backup.js';
import { volumeName } from '../model/deployment.js';
import { systemLabels } from '../model/labels.js';
import { UserError } from '../model/user-error.js';
import { runningOne, type WhatRuns } from '../operate/what-runs.js';
import type { Settings } from '../synth/settings.js';
import { type Content, differencesOf } from './content.js';
import { METHODS } from './methods/methods.js';
import { ServiceApart } from './service-apart.js';
import { finishMove, giveUpMove, restoringAlone } from './settle.js';
import { inPeace } from './take.js';
import type { SecretFilesOf } from './verify.js';

export interface SeedOptions {
  /** What runs of the copy whose data it is. */
  readonly runs: WhatRuns;
  /** Its data. */
  readonly plan: BackupPlan;
  /** The copy that gets it. */
  readonly settings: Settings;
  /** The data volumes that it has by itself. */
  readonly volumes: readonly string[];
  readonly secretFilesOf: SecretFilesOf;
  /** Is told of each volume when it is filled and compared. */
  say(part: SeededPart): void;
}

/** A volume that was filled. */
export interface SeededPart {
  readonly word: string;
  readonly bytes: number;
  readonly content: Content;
}

/**
 * Fills the data of a copy that has none with that of another one, which runs on: as a backup and a restore would, each database by its own
 * tools. All of it is used from one moment on, when it is whole and compared; what is interrupted is as if it had not begun. The
 * secrets that the data was written with come along.
 * @throws UserError where there is data here, or nothing to copy, or what comes out is not what went in
 */
export async function seed({
  runs,
  plan,
  settings,
  volumes,
  secretFilesOf,
  say,
}: SeedOptions): Promise<void> {
  const { mode } = runs;
  const { sourceRoot, conventions } = settings;
  const deployment = { ...settings, mode };
  const [part] = plan.parts;
  if (!part) throw new UserError(`${runs.settings.name} has no data`, 'start here without it');
  await requireEmpty(settings, mode, volumes);
  for (const { service } of plan.parts) runningOne(runs, service);
  const work = async () => {
    const stamp = stampOf(new Date());
    const ofPart = ({ word }: BackupPart) => volumeName(deployment, `${word}.${stamp}`);
    const pending = Object.fromEntries(
      plan.parts.map((each) => [volumeName(deployment, each.word), ofPart(each)]),
    );
    // noted before they are made: what is left of a seed that is killed is found by that
    writeMoved(sourceRoot, conventions, { moved: readMoved(sourceRoot, conventions).moved, pending });
    try {
      for (const each of plan.parts) {
        await ensureVolume(ofPart(each), systemLabels(settings, mode));
        say(await copyPart(runs, each, ofPart(each), { settings, secretFiles: secretFilesOf(each.service) }));
      }
      takeSecrets(runs, settings);
      finishMove(settings);
    } catch (error) {
      await settling(() => giveUpMove(settings));
      throw error;
    }
  };
  await underway({ state: `${settings.name} has no data yet, as before` }, () =>
    restoringAlone(settings, work),
  );
}

/** @throws UserError where anything is there that a seed would take the place of */
async function requireEmpty(
  settings: Settings,
  mode: WhatRuns['mode'],
  volumes: readonly string[],
): Promise<void> {
  const { name, conventions } = settings;
  const { commands } = conventions;
  for (const volume of volumes) {
    const current = settings.volumes[volume] ?? volume;
    if ((await volumeState(current)) === 'there')
      throw new UserError(
        `${name} has data already, in the volume ${current}`,
        `keep it; or remove it: ${commands.program} clean --data`,
      );
  }
  if ((await listContainers(settings, mode)).length > 0)
    throw new UserError(`${name} runs, and would not see the data`, `stop it: ${commands[`stop-${mode}`]}`);
}

/** Copies one volume by way of a file: what is in it has to be known before it is brought back. */
async function copyPart(
  runs: WhatRuns,
  part: BackupPart,
  volume: string,
  { settings, secretFiles }: { readonly settings: Settings; readonly secretFiles: readonly string[] },
): Promise<SeededPart> {
  const { word, method } = part;
  const folder = join(settings.sourceRoot, settings.conventions.workDirectory, `seed.${settings.name}`);
  // one that was killed may have left it
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, word);
  try {
    const { bytes, content } = await inPeace(runs, part, () => dumpInto(file, part));
    const scratch = await ServiceApart.of(runs, part, volume, secretFiles);
    try {
      const found = await METHODS[method].fill(scratch, (into) => feed(file, into, word), content);
      const [difference] = differencesOf(content, found);
      if (difference !== undefined)
        throw new UserError(`${word}: what was copied is not what ${runs.settings.name} has: ${difference}`);
    } finally {
      await settling(() => scratch.remove());
    }
    return { word, bytes, content };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function dumpInto(file: string, { word, container, target, method }: BackupPart) {
  const source = await METHODS[method].dump({ container, target });
  source.stdin.end();
  const reader = METHODS[method].reader();
  let bytes = 0;
  const seen = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      reader.read(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  await pipeline(source.stdout, seen, createWriteStream(file, { mode: 0o600 }));
  const { exitCode, stderr } = await source.ended;
  if (exitCode !== 0)
    throw new UserError(
      `${word}: its data was not read: ${lastLines(stderr.trim(), 1) || 'its service ended'}`,
      `docker logs ${container} may say why`,
    );
  return { bytes, content: reader.content(stderr) };
}

async function feed(file: string, into: StreamingProgram, word: string): Promise<void> {
  await pour(createReadStream(file), into);
  into.stdin.end();
  const { exitCode, stderr } = await into.ended;
  if (exitCode !== 0) throw new UserError(`${word}: its copy was not taken: ${lastLines(stderr.trim(), 1)}`);
}

/** What the data was written with opens it; what both have otherwise stays each one's own. */
function takeSecrets({ settings: from, mode }: WhatRuns, { sourceRoot, conventions }: Settings): void {
  // what is committed is the same in each worktree
  if (areEncrypted(from.sourceRoot, { mode })) return;
  const theirs = readSecrets(from.sourceRoot, { conventions, mode });
  replaceSecrets(
    sourceRoot,
    { conventions, mode },
    [...theirs].map(([name, { value }]) => [name, value]),
  );
}
