import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { hasCompose } from '../../lib/engine/compose-config.js';
import { check } from '../../lib/rules/check.js';
import { type ComposeFiles, composeSubject } from '../../lib/validate/compose.js';
import { CONVENTIONS } from '../conventions.js';
import { plant, type Tree } from '../disk/tree.js';

/** How a setup is read: by Compose where it is installed, and as on a machine without it. */
export const READERS = [
  { reader: 'the own parser', isThere: true, prepare: withoutCompose },
  { reader: 'docker compose config', isThere: await hasCompose(), prepare: () => undefined },
].filter(({ isThere }) => isThere);

/** A line for each finding of a setup in a directory of its own: `error live-is-baked dev/web mounts[/x]: problem`. */
export async function verdict(files: Tree, options: ComposeFiles): Promise<string[]> {
  return verdictIn(plant(files), options);
}

/** What there is in our own systems alone: the author of a Compose file has none of it. */
export const OURS = /\bconstructs?\b|\bexceptions?\b|\bdeclared?\b(?! in| by)|`live`|\bprops?\b|main\.ts/;

/** The same of a directory that is already there. */
export async function verdictIn(directory: string, options: ComposeFiles): Promise<string[]> {
  const subject = await composeSubject(directory, CONVENTIONS, options);
  const findings = [...subject.findings, ...check(subject.dev, subject.prod, subject.facts, CONVENTIONS)];
  for (const { problem, fix } of findings) expect(`${problem}. ${fix}`).not.toMatch(OURS);
  return findings.map(
    ({ severity, rule, where, at, problem }) => `${severity} ${rule} ${where} ${at}: ${problem}`,
  );
}

const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();

/** The path of a machine that has git and no Compose. */
function withoutCompose(): void {
  const bin = plant();
  symlinkSync(git, join(bin, 'git'));
  vi.stubEnv('PATH', bin);
}
