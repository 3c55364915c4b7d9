import { dueJobs } from '../engine/due-jobs.js';
import { ReleaseStore } from '../engine/releases.js';
import { unlikeDescribed } from '../engine/unlike-described.js';
import { containerName } from '../model/deployment.js';
import { imageName } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { jobsOf, type ServiceSpec, type SystemSpec, startedOf } from '../model/service-spec.js';
import { runsBySwarm } from '../model/swarm.js';
import { bindsOf } from '../model/watch.js';
import type { Description } from '../synth/description.js';
import { asRun } from '../synth/told.js';
import { catchUp } from '../watch/catch-up.js';
import { statesOf } from '../watch/container.js';
import { WatchedFiles } from '../watch/watched-files.js';
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
import { real, reportBehind, reportImage, reportLate, reportState } from './standing.js';
import { describeStranger, isOf, strangersTo } from './strangers.js';
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
  const unlike = await unlikeDescribed(description.settings.sourceRoot, system);
  const behind = await behindOf(description, system);
  const elsewhere = runsBySwarm(containers) ? await tasksElsewhere(system) : new Map<string, ServiceReport>();
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
      for (const change of unlike(container.name)) findings.problems.push(`${container.name} ${change}`);
      const late = behind.find((each) => each.service === service);
      if (late) reportBehind(description, container, late, findings);
      const source = await verifySource(description, service, container, findings);
      if (source) sources.set(service.name, source);
      if (late) reportLate(container, late, findings);
      reportImage(description, service, container, findings);
    }
  }
  const due = await dueJobs(description.settings.sourceRoot, described);
  for (const job of jobsOf(described))
    services.push(reportJob(job, due.includes(job), system.conventions.commands[mode]));
  for (const { service, because } of system.leftOut ?? [])
    services.push(reportLeftOut(service, containerName(system, service), because));
  const strangers = strangersTo(system, containers).map(reportStranger);
  return { report: { mode, services: [...services, ...strangers] }, sources };
}

/** What `status` goes by, too: what a program has read nobody sees in its files. */
async function behindOf({ settings, systems }: Description, { mode, services }: SystemSpec) {
  // what it says of them, the other goes by
  await statesOf(services.flatMap((service) => (bindsOf(service).length > 0 ? [service.container] : [])));
  const { sourceRoot } = settings;
  return catchUp({ sourceRoot, services }, new WatchedFiles(sourceRoot, systems[mode].services));
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

/** A container with the labels that is not in the spec: nor is any mount of it. */
function reportStranger(stranger: FoundContainer): ServiceReport {
  const { name, service, mounts } = stranger;
  const findings = new Findings(service, name);
  findings.problems.push(describeStranger(stranger));
  for (const problem of compareMounts([], mounts, real)) findings.problems.push(`${name}: ${problem}`);
  return findings;
}
