import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { changedByHand } from '../engine/by-hand.js';
import { dueJobs } from '../engine/due-jobs.js';
import { ReleaseStore } from '../engine/releases.js';
import { staleMountsOf } from '../engine/stale-mounts.js';
import { isWell } from '../model/container-state.js';
import { counted } from '../model/counted.js';
import { containerName } from '../model/deployment.js';
import { imageName } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import type { Mount } from '../model/mount.js';
import { jobsOf, type ServiceSpec, startedOf } from '../model/service-spec.js';
import type { Description } from '../synth/description.js';
import { asRun } from '../synth/told.js';
import { type FoundContainer, inspectContainers } from './containers.js';
import { stagedContext } from './context.js';
import { tasksElsewhere } from './elsewhere.js';
import { Findings } from './findings.js';
import {
  compareMounts,
  type FileHashes,
  type ModeReport,
  type ServiceReport,
  type ServiceSources,
} from './report.js';
import { verifySource } from './source.js';
import { hashesOf } from './view.js';

/** What a mode runs: the report of it, and the source of each service whose image is built here. */
export interface VerifiedMode {
  readonly report: ModeReport;
  readonly sources: ServiceSources;
}

/**
 * Compares the containers of a mode, whoever made them, with its spec and with the source tree.
 * @returns undefined where there is no container of the mode
 */
export async function verifyMode(description: Description, mode: Mode): Promise<VerifiedMode | undefined> {
  const described = description.systems[mode];
  const containers = await inspectContainers(described, mode);
  if (containers.length === 0) return undefined;
  const system = asRun(described, description.settings.sourceRoot, containers);
  const sources = new Map<string, FileHashes>();
  const services: ServiceReport[] = [];
  const byHand = await changedByHand(system);
  const elsewhere = containers.some(({ engine }) => engine === 'swarm')
    ? await tasksElsewhere(system)
    : new Map<string, ServiceReport>();
  for (const service of startedOf(system)) {
    const own = containers.filter((container) => isOf(service, container));
    const away = elsewhere.get(service.name);
    if (own.length === 0) {
      const findings = new Findings(service.name, service.container);
      services.push(away ?? findings);
      if (!away) findings.problems.push(`there is no container ${service.container}`);
    } else if (away) services.push(away);
    for (const container of own) {
      const findings = new Findings(service.name, container.name);
      services.push(findings);
      reportState(description, service, container, findings);
      for (const change of byHand.get(container.name) ?? [])
        findings.problems.push(`${container.name} ${change}`);
      const stale = container.running
        ? await staleMountsOf(description.settings.sourceRoot, service, container.pid)
        : [];
      for (const { source, target, sees } of stale)
        findings.problems.push(
          `${target} is stale: the container sees ${sees ?? 'nothing'}, not the current ${source}; docker restart ${container.name} fixes it`,
        );
      const source = await verifySource(description, service, container, findings);
      if (source) sources.set(service.name, source);
    }
  }
  const due = await dueJobs(description.settings.sourceRoot, described);
  for (const job of jobsOf(described))
    services.push(reportJob(job, due.includes(job), system.conventions.commands[mode]));
  for (const { service, because } of system.leftOut ?? [])
    services.push(reportLeftOut(service, containerName(system, service), because));
  const strangers = containers
    .filter((container) => !system.services.some((service) => isOf(service, container)))
    .map(reportStranger);
  return { report: { mode, services: [...services, ...strangers] }, sources };
}

/** Whether a container is of a service: Swarm gives each start of it another name. */
function isOf({ name, container }: ServiceSpec, found: FoundContainer): boolean {
  return found.engine === 'swarm' ? found.service === name : found.name === container;
}

/** The source of prod's last release, which need not run; undefined where there is none. */
export function releasedSources({ systems, settings }: Description): ServiceSources | undefined {
  const release = new ReleaseStore(settings.sourceRoot, systems.prod).running();
  if (!release) return undefined;
  const images = new Map(release.system.services.map(({ name, image }) => [name, imageName(image)]));
  return new Map(
    systems.prod.services.flatMap(({ name, image }): [string, FileHashes][] => {
      if (image.kind === 'external') return [];
      const staged = stagedContext(settings.sourceRoot, image, [images.get(name) ?? '']);
      return staged ? [[name, hashesOf(staged)]] : [];
    }),
  );
}

/** What a job has done is in the data; its container is gone. */
function reportJob({ name, container }: ServiceSpec, isDue: boolean, start: string): ServiceReport {
  const findings = new Findings(name, container);
  if (isDue) findings.problems.push(`it has not run as it is now; ${start} runs it`);
  else findings.proven.push('it has run as it is now');
  return findings;
}

function reportLeftOut(service: string, container: string, because: string): ServiceReport {
  const findings = new Findings(service, container);
  findings.proven.push(`left out: ${because}`);
  return findings;
}

/** Whether it runs, and whether its mounts are the spec's: none missing, none other, none in addition. */
function reportState(
  { settings }: Description,
  service: ServiceSpec,
  container: FoundContainer,
  { proven, problems }: Findings,
): void {
  if (!isWell(container, service)) problems.push(`${container.name} is ${standingOf(container)}`);
  const mounts = service.mounts as readonly Mount[];
  const found = container.mounts.filter((mount) => !isUntold(service, mount)).map(resolved);
  const wrong = compareMounts(mounts, found, (source) => real(resolve(settings.sourceRoot, source)));
  problems.push(...wrong);
  if (wrong.length === 0) proven.push(mounts.length === 0 ? 'no mounts' : counted(mounts.length, 'mount'));
}

/** `unhealthy`, `paused`, `exited with code 1`. */
function standingOf({ state, health, exitCode }: FoundContainer): string {
  if (state === 'exited') return `exited with code ${exitCode}`;
  if (state !== 'running') return state;
  return health ?? 'running without its health check';
}

/**
 * What nobody said, and is no difference: what an image keeps in a volume without a name, unless something else is to be there; and
 * where Compose says more than we do, what is in memory.
 */
function isUntold(
  { plain, compose, mounts, tmpfs }: ServiceSpec,
  { type, source, target }: FoundContainer['mounts'][number],
): boolean {
  // Swarm has what is in memory as a mount
  if (type === 'tmpfs' && Object.hasOwn(tmpfs, target)) return true;
  const isMore = plain === true || compose?.volumes !== undefined;
  if (type !== 'volume') return isMore && type !== 'bind';
  const isFree = (mounts as readonly Mount[]).every((mount) => mount.target !== target);
  return /^[0-9a-f]{64}$/.test(source) && (isMore || isFree);
}

/** A container with the labels that is not in the spec: nor is any mount of it. */
function reportStranger({ name, service, mounts }: FoundContainer): ServiceReport {
  const findings = new Findings(service, name);
  findings.problems.push(
    `container ${name} has the labels of ${service}, but this system has no such container`,
  );
  for (const problem of compareMounts([], mounts, real)) findings.problems.push(`${name}: ${problem}`);
  return findings;
}

function resolved(mount: FoundContainer['mounts'][number]): FoundContainer['mounts'][number] {
  return mount.type === 'bind' ? { ...mount, source: real(mount.source) } : mount;
}

/** The same path however it was written: the two engines follow links at different times. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
