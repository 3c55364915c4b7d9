import { existsSync } from 'node:fs';
import { z } from 'zod';
import { execaLong } from '../engine/program.js';
import { type StreamingProgram, startStreaming } from '../engine/streaming.js';
import type { Commands } from '../model/conventions.js';
import { UserError } from '../model/user-error.js';
import type { Repository } from './repository.js';
import { noRestic, resticError } from './restic-error.js';

const snapshotSchema = z.object({ id: z.string(), time: z.string(), tags: z.array(z.string()).default([]) });

/** Something that is kept in the repository: one stream under one name. */
export type KeptStream = z.infer<typeof snapshotSchema>;

/** restic, at one repository. Passwords reach it by a file alone. */
export class Restic {
  constructor(
    readonly repository: Repository,
    private readonly commands: Pick<Commands, 'program' | 'setup'>,
  ) {}

  /** @throws UserError where restic is not installed, or no password is there */
  async require(): Promise<void> {
    if ((await execaLong('restic', ['version'], { reject: false })).failed)
      throw noRestic(this.commands.setup);
    const { passwordFile } = this.repository;
    if (existsSync(passwordFile)) return;
    throw new UserError(
      `the password of the backups is not there: ${passwordFile}`,
      `bring it back from where a copy of it is kept; for new backups: ${this.commands.program} backup init`,
    );
  }

  /** Runs it to its end. @returns what it wrote @throws UserError where it failed */
  async run(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await execaLong('restic', args, {
      ...{ env: this.env, extendEnv: false, reject: false, stdin: 'ignore' },
    });
    if (exitCode !== 0) throw this.error(String(stderr));
    return String(stdout);
  }

  /** Begins a snapshot of what is written into it. @param time the same for all of a backup */
  save(name: string, tags: readonly string[], time: Date): Promise<StreamingProgram> {
    return this.start([
      ...['backup', '--stdin', '--stdin-filename', name, '--json', '--host', HOST],
      ...['--time', time.toISOString().replace('T', ' ').slice(0, 19)],
      ...tags.flatMap((tag) => ['--tag', tag]),
    ]);
  }

  /** What is kept under a name in a snapshot: as the repository has it, and not as a cache here remembers it. */
  load(snapshot: string, name: string): Promise<StreamingProgram> {
    return this.start(['dump', '--no-lock', '--no-cache', snapshot, `/${name}`]);
  }

  /** Those that have all of these tags, the oldest first. */
  async snapshots(...tags: readonly string[]): Promise<KeptStream[]> {
    const text = await this.run('snapshots', '--no-lock', '--json', '--tag', tags.join(','));
    const found = z.array(snapshotSchema).nullable().parse(JSON.parse(text)) ?? [];
    return found.sort((a, b) => (a.time < b.time ? -1 : 1));
  }

  error(said: string): UserError {
    return resticError(said, this.repository, this.commands);
  }

  private start(args: readonly string[]): Promise<StreamingProgram> {
    return startStreaming('restic', args, this.env);
  }

  /** Those of the shell, which may have the keys of a remote, without a password of its own. */
  private get env(): NodeJS.ProcessEnv {
    const { RESTIC_PASSWORD: _, RESTIC_PASSWORD_COMMAND: __, ...env } = process.env;
    // restic takes a time without a zone for one of this machine
    return {
      ...{ ...env, TZ: 'UTC', RESTIC_PROGRESS_FPS: '0.1' },
      RESTIC_REPOSITORY: this.repository.location,
      RESTIC_PASSWORD_FILE: this.repository.passwordFile,
    };
  }
}

/** The same on every machine: a system that has moved goes on with its backups. */
const HOST = 'twomode';
