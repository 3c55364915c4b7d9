import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readText, writeAtomically } from '../disk/files.js';
import { currentVolumes } from '../disk/moved-volumes.js';
import { ownText, readOwn } from '../disk/own-file.js';
import { type StartSettings, startOnly, startSettings } from '../disk/start-note.js';
import { readSystem, writeSystem } from '../disk/system-file.js';
import { type Deployment, systemName } from '../model/deployment.js';
import { afterRollback, afterStart, type Releases } from '../model/release.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { withCurrentVolumes } from './moved-release.js';

/** Nothing that leads out of the folder of all releases. */
const id = z.string().regex(/^[0-9a-f]{12}$/, 'is not the id of a release');
const index = z.object({ current: id, previous: id, attempted: id, undone: id }).partial();

/** What was started once, whole: nothing of the source tree is needed to start it again but the secrets. */
export interface Release {
  /** 12 hex digits over the Compose file. */
  readonly id: string;
  /** The Compose file, absolute. */
  readonly file: string;
  readonly system: SystemSpec;
  readonly settings: StartSettings;
}

const COMPOSE_FILE = 'docker-compose.yml';

/** The releases of one system in one mode, in `releases/<system>` of the work folder. */
export class ReleaseStore {
  private readonly directory: string;

  /** @param root the source root, absolute */
  constructor(
    private readonly root: string,
    private readonly deployment: Deployment,
  ) {
    const { workDirectory } = deployment.conventions;
    this.directory = join(root, workDirectory, 'releases', systemName(deployment));
  }

  get releases(): Releases {
    return withoutUndefined(readOwn(this.index, index, this.fix) ?? {});
  }

  /** All that are kept. */
  all(): Release[] {
    return [...new Set(Object.values(this.releases))].map((id) => this.read(id as string));
  }

  read(id: string): Release {
    const path = this.fileOf(id, 'system.json');
    const system = readSystem(path, this.fix);
    if (!system) throw new UserError(`${path} does not exist`, this.fix);
    this.requireWhole(id);
    // names are the system's as it is described today; what was started is all the rest
    const { conventions } = this.deployment;
    const settings = readOwn(this.fileOf(id, 'start.json'), startSettings, this.fix) ?? {
      ...{ portOffset: 0, host: conventions.host },
    };
    const release = { id, file: this.fileOf(id, COMPOSE_FILE), system: { ...system, conventions }, settings };
    return withCurrentVolumes(release, currentVolumes(this.root, conventions, process.env));
  }

  /** What the containers are of, as far as is known here. */
  running(): Release | undefined {
    const { attempted, current } = this.releases;
    const id = attempted ?? current;
    return id === undefined ? undefined : this.read(id);
  }

  /** The last one that came up. */
  current(): Release | undefined {
    const { current } = this.releases;
    return current === undefined ? undefined : this.read(current);
  }

  /** The last one that came up, where it is another: what to return to when a release does not come up. */
  earlierThan({ id }: Pick<Release, 'id'>): Release | undefined {
    const current = this.current();
    return current?.id === id ? undefined : current;
  }

  /** Keeps a release. @param compose the text of its Compose file */
  add(system: SystemSpec, compose: string, start: Parameters<typeof startOnly>[0]): Release {
    const id = idOf(compose);
    const settings = startOnly(start);
    writeSystem(this.fileOf(id, 'system.json'), system);
    writeAtomically(this.fileOf(id, 'start.json'), ownText(settings));
    writeAtomically(this.fileOf(id, COMPOSE_FILE), compose);
    return { id, file: this.fileOf(id, COMPOSE_FILE), system, settings };
  }

  /** Notes that a release is about to be started. */
  attempt({ id }: Release): void {
    this.write({ ...this.releases, attempted: id });
  }

  /** Notes that a release has come up. */
  noteStarted({ id }: Release): void {
    this.write(afterStart(this.releases, id));
  }

  /** Notes that a rollback has come up. @param before what was noted when it began @param from what ran then */
  noteRolledBack(before: Releases, from: Release | undefined): void {
    this.write(afterRollback(this.releases, before, from?.id));
  }

  /** Forgets all of them: their images are gone. */
  forget(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** One small file says which is which, so that a run that is killed leaves no half. What it does not name is removed. */
  private write(releases: Releases): void {
    writeAtomically(this.index, ownText(releases));
    const kept = new Set<string>(['releases.json', ...Object.values(releases)]);
    for (const name of readdirSync(this.directory))
      if (!kept.has(name)) rmSync(join(this.directory, name), { recursive: true });
  }

  /** A release is named after its Compose file: half of one would be started as far as it goes. */
  private requireWhole(id: string): void {
    const path = this.fileOf(id, COMPOSE_FILE);
    const text = readText(path);
    if (text === undefined) throw new UserError(`${path} does not exist`, this.fix);
    if (idOf(text) !== id) throw new UserError(`${path} is damaged: it is not what was started`, this.fix);
  }

  private get index(): string {
    return join(this.directory, 'releases.json');
  }

  private fileOf(id: string, name: string): string {
    return join(this.directory, id, name);
  }

  private get fix(): string {
    const { prod } = this.deployment.conventions.commands;
    return `remove ${this.index}, which forgets the releases, and start again: ${prod}`;
  }
}

/** What a file leaves out is not there at all. */
function withoutUndefined(read: { readonly [name in keyof Releases]: string | undefined }): Releases {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function idOf(compose: string): string {
  return createHash('sha256').update(compose).digest('hex').slice(0, 12);
}
