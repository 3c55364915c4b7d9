import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../disk/files.js';
import { type Deployment, systemName } from '../model/deployment.js';
import { afterStart, type Releases } from '../model/release.js';
import type { SystemSpec } from '../model/service-spec.js';

/** What was started once, whole: nothing of the source tree is needed to start it again but the secrets. */
export interface Release {
  /** 12 hex digits over the Compose file. */
  readonly id: string;
  /** The Compose file, absolute. */
  readonly file: string;
  readonly system: SystemSpec;
}

/** The releases of one system in one mode, in `releases/<system>` of the work folder. */
export class ReleaseStore {
  private readonly directory: string;

  /** @param root the source root, absolute */
  constructor(
    root: string,
    private readonly deployment: Deployment,
  ) {
    const { workDirectory } = deployment.conventions;
    this.directory = join(root, workDirectory, 'releases', systemName(deployment));
  }

  get releases(): Releases {
    const path = this.index;
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Releases) : {};
  }

  /** All that are kept. */
  all(): Release[] {
    return [...new Set(Object.values(this.releases))].map((id) => this.read(id as string));
  }

  read(id: string): Release {
    const system = JSON.parse(readFileSync(join(this.directory, id, 'system.json'), 'utf8')) as SystemSpec;
    // names are the system's as it is described today; what was started is all the rest
    const { conventions } = this.deployment;
    return { id, file: this.composeFile(id), system: { ...system, conventions } };
  }

  /** What the containers are of, as far as is known here. */
  running(): Release | undefined {
    const { attempted, current } = this.releases;
    const id = attempted ?? current;
    return id === undefined ? undefined : this.read(id);
  }

  /** The last one that came up, where it is another: what to return to when a release does not come up. */
  earlierThan({ id }: Pick<Release, 'id'>): Release | undefined {
    const { current } = this.releases;
    return current === undefined || current === id ? undefined : this.read(current);
  }

  /** Keeps a release. @param compose the text of its Compose file */
  add(system: SystemSpec, compose: string): Release {
    const id = createHash('sha256').update(compose).digest('hex').slice(0, 12);
    writeAtomically(join(this.directory, id, 'system.json'), JSON.stringify(system));
    writeAtomically(this.composeFile(id), compose);
    return { id, file: this.composeFile(id), system };
  }

  /** Notes that a release is about to be started. */
  attempt({ id }: Release): void {
    const { current, previous } = this.releases;
    this.write({ ...(current ? { current } : {}), ...(previous ? { previous } : {}), attempted: id });
  }

  /** Notes that a release has come up. */
  noteStarted({ id }: Release): void {
    this.write(afterStart(this.releases, id));
  }

  /** One small file says which is which, so that a run that is killed leaves no half. What it does not name is removed. */
  private write(releases: Releases): void {
    writeAtomically(this.index, `${JSON.stringify(releases)}\n`);
    const kept = new Set<string>(['releases.json', ...Object.values(releases)]);
    for (const name of readdirSync(this.directory))
      if (!kept.has(name)) rmSync(join(this.directory, name), { recursive: true });
  }

  private get index(): string {
    return join(this.directory, 'releases.json');
  }

  private composeFile(id: string): string {
    return join(this.directory, id, 'docker-compose.yml');
  }
}
