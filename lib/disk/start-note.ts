import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Conventions } from '../model/conventions.js';
import { type Deployment, ENGINES, type Engine, startNoteFile } from '../model/deployment.js';
import type { LeftOut, SystemSpec } from '../model/service-spec.js';
import { writeAtomically } from './files.js';
import { ownText, readOwn } from './own-file.js';

/** What a system is started with that its description does not say. */
export interface StartSettings {
  /** What is added to every host port. */
  readonly portOffset: number;
  /** The host's name as browsers know it. */
  readonly host: string;
  /** How the gateway comes to its certificate: `internal`, an e-mail address or a directory for ACME. @default - by the host's name */
  readonly tls?: string;
  /** Whether dev has the gateway too. @default false */
  readonly gateway?: boolean;
  /** Whether what stands behind the gateway is published on every address. @default false */
  readonly openPorts?: boolean;
  /** Services that were chosen, and came with what they require. @default - all */
  readonly only?: readonly string[] | undefined;
}

/** What the last start of a system in a mode was: what looks at it goes by that, and not by the environment of its own call. */
export interface Start extends StartSettings {
  readonly engine: Engine;
  /** What was left out, and why. */
  readonly leftOut: readonly LeftOut[];
}

/** The part of a start that a release is started with again. */
export const startSettings = z.object({
  portOffset: z.int().min(0),
  host: z.string(),
  tls: z.string().default(''),
  gateway: z.boolean().default(false),
  openPorts: z.boolean().default(false),
  only: z.array(z.string()).optional(),
});

/** Of more settings, those that a start is described by. */
export function startOnly({
  portOffset,
  host,
  tls,
  gateway,
  openPorts,
  only,
  choice,
}: StartSettings & { readonly choice?: Pick<StartSettings, 'only'> }): StartSettings {
  return startSettings.parse({ portOffset, host, tls, gateway, openPorts, only: only ?? choice?.only });
}

const noteSchema = startSettings.extend({
  engine: z.enum(ENGINES),
  leftOut: z.array(z.object({ service: z.string(), because: z.string() })),
});

/** Notes how a system is started, for what looks at it. @param root the source root, absolute */
export function noteStart(
  root: string,
  system: SystemSpec,
  engine: Engine,
  settings: Parameters<typeof startOnly>[0],
): void {
  const note: Start = { engine, ...startOnly(settings), leftOut: system.leftOut ?? [] };
  writeAtomically(join(root, startNoteFile(system)), ownText(note));
}

/** How a system was started last; undefined where it never was. @param root the source root, absolute */
export function lastStart(root: string, deployment: Deployment): Start | undefined {
  const path = join(root, startNoteFile(deployment));
  return readOwn(path, noteSchema, 'remove it, and start again');
}

/** The names of the systems that were ever started from a source root, sorted. */
export function startedNames(root: string, { workDirectory, name }: Conventions): string[] {
  const directory = join(root, workDirectory);
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const names = files.flatMap((file) => {
    const [, word] = /^start\.(?:(.+)\.)?(?:dev|prod)\.json$/.exec(file) ?? [file, ''];
    return word === '' ? [] : [word ?? name];
  });
  return [...new Set(names)].sort();
}
