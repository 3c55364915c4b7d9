import type { ListrTask } from 'listr2';
import type { ComposeProject } from '../engine/compose.js';
import { listContainers, listNetworks } from '../engine/docker.js';
import { guardFile } from '../engine/guard-files.js';
import { type Holding, remove } from '../engine/holder.js';
import { settling, type Underway, underway } from '../engine/interruption.js';
import { lookAt } from '../engine/look.js';
import { leavingNoNameless } from '../engine/nameless.js';
import { type Release, ReleaseStore } from '../engine/releases.js';
import type { RunLog } from '../engine/run-log.js';
import { runTasks } from '../engine/tasks.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { orGoBack, type WayBack } from './go-back.js';
import { runDueJobs } from './jobs.js';
import { type ReleaseEngine, requireImages, runRelease } from './run.js';
import { SetAside } from './set-aside.js';
import type { StartOptions } from './start-services.js';
import { runStackJobs } from './swarm/stack-jobs.js';

export interface ChangeOptions {
  /** The source root, absolute. */
  readonly root: string;
  /** The project's directory. */
  readonly directory: string;
  readonly system: SystemSpec;
  /** What is started, as Compose is told it: its jobs too. */
  readonly project: ComposeProject;
  /** What others hold, and what ends for it. */
  readonly others: Holding;
  /** What is started is a release of this engine's; dev is Compose's. */
  readonly engine: ReleaseEngine;
  /** What prod runs again where the system does not come up. @default - there is none */
  readonly earlier: Release | undefined;
  /** Whether what does not come up is left as it is. */
  readonly keepFailed: boolean;
  /** Seconds for which each service is waited for at most. */
  readonly limit: number;
  readonly log: RunLog;
  /** Has what runs now guarded; Swarm guards what it runs itself. */
  guard(system: SystemSpec): Promise<void>;
  /** What the start is called while it runs. */
  readonly title: string;
  start(options: StartOptions): Promise<void>;
}

/** Starts a system in the place of what others hold. Where it does not come up, what ran before runs again. */
export function changeTo(options: ChangeOptions): Promise<void> {
  const standing: Underway = { state: 'nothing was replaced; what a job needs may have been started' };
  return underway(standing, () => changeNow(options, standing));
}

async function changeNow(options: ChangeOptions, standing: Underway): Promise<void> {
  const { root, system, others, directory, keepFailed, log, start } = options;
  await requireNonePaused(system);
  const isFree = others.containers.length + others.networks.length === 0;
  // before anything is touched; what others run may hold the ports that what they need wants
  if (isFree) await jobs(options);
  // it would take what is stopped and started here for something to mend
  await guardFile(root, system).end();
  const aside = new SetAside(system, others, directory);
  Object.assign(standing, standingOf(options, aside));
  const back = keepFailed ? undefined : wayBack(options, aside);
  const startTask = taskFor({ ...options, isUndone: back !== undefined });
  const change = async () => {
    if (!isFree) {
      await runTasks([{ title: 'Stopping what others run', task: () => aside.stop() }], log);
      await jobs(options);
    }
    await runTasks([startTask(options.title, start)], log);
  };
  await leavingNoNameless(root, system, async () => {
    await orGoBack(change, back);
    await settling(() => aside.remove());
  });
  delete standing.instead;
  const isGuarded = system.mode === 'prod' && options.engine !== 'swarm';
  standing.state = `${system.mode} runs${isGuarded ? ', and is not guarded yet' : ''}`;
  // Swarm starts again by itself what ends
  if (options.engine !== 'swarm') await options.guard(system);
}

/** How things stand until the system is up, or what ran before it runs again. */
function standingOf({ system, earlier }: ChangeOptions, { mode: other }: SetAside): Underway {
  const { mode, conventions } = system;
  const { commands } = conventions;
  if (other !== undefined)
    return {
      state: `${other} is stopped, and ${mode} is not up yet`,
      instead: `${commands[other]} --replace brings ${other} back`,
    };
  return earlier
    ? {
        state: `${mode} is replaced in part`,
        instead: `${commands.prod} --rollback returns to release ${earlier.id}`,
      }
    : { state: `${mode} is started in part`, instead: `${commands[`stop-${mode}`]} stops it` };
}

/** Runs what is due; its log is shown, and kept. */
function jobs({ root, system, project, engine, log, limit }: ChangeOptions): Promise<void> {
  const show = (line: string) => {
    console.log(line);
    log.write(line);
  };
  const run = { root, system, project, log: show };
  return engine === 'swarm' ? runStackJobs(run, limit) : runDueJobs(run, limit);
}

/** Neither engine can start what is paused. */
async function requireNonePaused({ services }: SystemSpec): Promise<void> {
  const looks = await lookAt(services.map(({ container }) => container));
  const paused = [...looks].flatMap(([container, { state }]) => (state === 'paused' ? [container] : []));
  if (paused.length === 0) return;
  const names = paused.join(' ');
  throw new UserError(`${names}: paused by somebody`, `docker unpause ${names}`);
}

function wayBack(options: ChangeOptions, aside: SetAside): WayBack | undefined {
  const { root, system, engine, earlier, log } = options;
  const task = taskFor(options);
  if (aside.mode !== undefined) {
    const title = `Returning to ${aside.mode} mode, waiting until it is healthy`;
    const go = async (start: StartOptions) => aside.startAgain(await heldIn(system), start);
    return { done: `${aside.mode} runs again`, go: () => runTasks([task(title, go)], log) };
  }
  // another engine's release was of this mode, and has gone with all its names
  const before = aside.releases ?? engine;
  const target = before === engine ? earlier : new ReleaseStore(root, system).current();
  if (!target) return undefined;
  const title = `Returning to release ${target.id}, waiting until it is healthy`;
  const go = async (start: StartOptions) => {
    await requireImages(target);
    if (before !== engine) await remove(system, await heldIn(system));
    await runRelease(root, target, before, start);
    if (before !== 'swarm') await options.guard(target.system);
  };
  return { done: `Release ${target.id} runs again`, go: () => runTasks([task(title, go)], log) };
}

/** A step that waits for services, and says on its line what happens. */
function taskFor({ limit, isUndone = false }: Omit<StartOptions, 'log'>) {
  return (title: string, work: (options: StartOptions) => Promise<void>): ListrTask => ({
    title,
    task: (_, task) => {
      const log = (line: string) => {
        task.output = line;
      };
      return work({ limit, isUndone, log });
    },
  });
}

/** All that Compose has made of a system in its mode. */
async function heldIn(system: SystemSpec): Promise<Holding> {
  const networks = await listNetworks(system);
  return {
    containers: await listContainers(system, system.mode),
    networks: networks.filter(({ mode }) => mode === system.mode),
  };
}
