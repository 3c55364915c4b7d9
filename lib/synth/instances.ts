import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import { ownText, readOwn } from '../disk/own-file.js';
import { startedNames } from '../disk/start-note.js';
import { linkedWorktree, type Worktree } from '../disk/worktree.js';
import type { Conventions } from '../model/conventions.js';
import { instanceNames } from '../model/instance.js';
import { machineDirectory } from './machine.js';

const instance = z.object({
  /** The prefix of all its names. */
  name: z.string(),
  /** The system's own name. */
  system: z.string(),
  /** By which it is known: `Worktree`. */
  gitDirectory: z.string(),
  /** The worktree, the project and the source root when it was started last; all absolute. */
  worktree: z.string(),
  project: z.string(),
  sourceRoot: z.string(),
  portOffset: z.int().nonnegative(),
  /** Its host ports, of both modes. */
  ports: z.array(z.int()),
});

/** A copy of a system that a git worktree has by itself. */
export type Instance = z.infer<typeof instance>;

const registry = z.object({ instances: z.array(instance) });

/** What the copy of a worktree is called, and what is added to its ports. */
export interface Copy {
  readonly worktree: Worktree;
  readonly name: string;
  readonly portOffset: number;
  /** Whether both are its own for good: it was started. */
  readonly isNoted: boolean;
}

/** Where the copies of all systems of a user are noted. */
export function instancesFile(environment: NodeJS.ProcessEnv = process.env): string {
  return join(machineDirectory(environment), 'instances.json');
}

/** @throws UserError for a file that is damaged, or of a newer version */
export function readInstances(environment: NodeJS.ProcessEnv = process.env): readonly Instance[] {
  const fix = 'remove it: what runs goes on, and each copy is noted again at its next start';
  return readOwn(instancesFile(environment), registry, fix)?.instances ?? [];
}

/** For who has the turn alone. */
export function writeInstances(instances: readonly Instance[]): void {
  writeAtomically(instancesFile(), ownText({ instances }));
}

/** What a worktree's copy could be called: in plain words, and as nobody else's is. */
export function namesOf({ name }: Pick<Conventions, 'name'>, { directory, gitDirectory }: Worktree) {
  const mark = createHash('sha256').update(gitDirectory).digest('hex').slice(0, 6);
  return instanceNames(name, basename(directory), mark);
}

export function isInstanceOf(
  { system, gitDirectory }: Instance,
  { name }: Pick<Conventions, 'name'>,
  worktree: Worktree,
): boolean {
  return system === name && gitDirectory === worktree.gitDirectory;
}

/** Where a system is described, and where its sources are. */
export interface SystemPlace {
  readonly conventions: Conventions;
  /** Of the project, absolute. */
  readonly directory: string;
  readonly sourceRoot: string;
}

/** The linked worktree that a system is in: that of its source root, otherwise that of its project. */
export function worktreeOf({
  directory,
  sourceRoot,
}: Omit<SystemPlace, 'conventions'>): Worktree | undefined {
  return linkedWorktree(realpathSync(sourceRoot)) ?? linkedWorktree(realpathSync(directory));
}

/**
 * The copy of the system that a source root has by itself, or its project: each linked worktree of git has one. One that was
 * never started has a name that no other copy can have, so that whoever looks at it sees nobody else's.
 * @throws UserError where the note of all copies cannot be read
 */
export function copyAt(
  { conventions, directory, sourceRoot }: SystemPlace,
  environment: NodeJS.ProcessEnv,
): Copy | undefined {
  const worktree = worktreeOf({ directory, sourceRoot });
  if (!worktree) return undefined;
  const all = readInstances(environment);
  const known = all.find((each) => isInstanceOf(each, conventions, worktree));
  if (known) return { worktree, name: known.name, portOffset: known.portOffset, isNoted: true };
  const [plain, distinct] = namesOf(conventions, worktree);
  const isOwn =
    startedNames(sourceRoot, conventions).includes(plain) && all.every(({ name }) => name !== plain);
  return { worktree, name: isOwn ? plain : distinct, portOffset: 0, isNoted: false };
}
