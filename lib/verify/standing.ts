import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { isWell } from '../model/container-state.js';
import { counted } from '../model/counted.js';
import { imageName } from '../model/image.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { describePaths } from '../model/watch.js';
import type { Description } from '../synth/description.js';
import type { Behind } from '../watch/catch-up.js';
import type { FoundContainer } from './containers.js';
import type { Findings } from './findings.js';
import { isCurrentImage } from './mounted-over.js';
import { compareMounts } from './report.js';

/** Whether it runs, and whether its mounts are the spec's: none missing, none other, none in addition. */
export function reportState(
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

/** The mounts that it is behind with. */
export function reportBehind(
  { settings }: Description,
  { name }: FoundContainer,
  { stale }: Behind,
  { problems }: Findings,
): void {
  for (const { source, target, sees } of stale)
    problems.push(
      existsSync(resolve(settings.sourceRoot, source))
        ? `${target} is stale: the container sees ${sees ?? 'nothing'}, not the current ${source}; docker restart ${name} fixes it`
        : `${target} is stale: ${source} is gone; put it back before ${name} is restarted, which would not start without it`,
    );
}

/** Where nothing says already that it runs on something else: its program may have read the files as they were. */
export function reportLate({ name }: FoundContainer, { newer }: Behind, { problems }: Findings): void {
  if (problems.length === 0 && newer.length > 0)
    problems.push(
      `its program began before ${describePaths(newer)} changed; docker restart ${name} fixes it`,
    );
}

/** Where no file says it already: what else its image is made of may be another, down to a file that may be executed. */
export function reportImage(
  description: Description,
  service: ServiceSpec,
  { imageNames: [made = ''], engine }: FoundContainer,
  { problems }: Findings,
): void {
  if (problems.length > 0 || isCurrentImage(description, service, made)) return;
  const { commands } = description.settings.conventions;
  const start = engine === 'terraform' ? `${commands.deploy} ${service.mode}` : commands[service.mode];
  problems.push(`its image is ${made}, and would be ${imageName(service.image)} now; ${start} replaces it`);
}

function resolved(mount: FoundContainer['mounts'][number]): FoundContainer['mounts'][number] {
  return mount.type === 'bind' ? { ...mount, source: real(mount.source) } : mount;
}

/** The same path however it was written: the two engines follow links at different times. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
