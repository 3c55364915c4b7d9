import { settleRestore } from '../lib/backup/settle.js';
import { asReached } from '../lib/deploy/swarm/reached.js';
import { takeInstance } from '../lib/deploy/take-instance.js';
import { type UpOptions, up } from '../lib/deploy/up.js';
import { waitLimit } from '../lib/deploy/wait-limit.js';
import { listContainers } from '../lib/engine/docker.js';
import { UNTOUCHED, type Underway, underway } from '../lib/engine/interruption.js';
import { ReleaseStore } from '../lib/engine/releases.js';
import { RunLog } from '../lib/engine/run-log.js';
import { pastGatewayLines, trustLines } from '../lib/model/gateway.js';
import type { Mode } from '../lib/model/mode.js';
import { publishedUrl } from '../lib/model/port.js';
import { type SystemSpec, startedOf } from '../lib/model/service-spec.js';
import { inTasks } from '../lib/operate/running-system.js';
import { ensureParts, type SetupOptions } from '../lib/setup/ensure-parts.js';
import { readSettings } from '../lib/synth/settings.js';
import { asTold } from '../lib/synth/told.js';
import { watcherOf } from '../lib/watch/lock.js';
import { askSecrets } from './ask-secrets.js';
import { backupFirst } from './backup-first.js';
import { nextSteps } from './next-steps.js';
import { restartBehind } from './restart.js';
import { requireTypes } from './type-check.js';
import { handOver, type WatchOptions } from './watch.js';

type StartOptions = Omit<SetupOptions & UpOptions, 'log' | 'installing' | 'saveData'> & {
  readonly watch?: WatchOptions;
};

/** From whatever this machine is to a running system in a mode. */
export function start(mode: Mode, options: StartOptions): Promise<void> {
  const standing: Underway = { state: UNTOUCHED };
  return underway(standing, () => startNow(mode, options, standing));
}

async function startNow(mode: Mode, options: StartOptions, standing: Underway): Promise<void> {
  const began = Date.now();
  // a wrong one is said before anything is installed
  const limit = waitLimit(options.project.system.conventions, options.waitTimeout);
  const copy = await takeInstance(options.project);
  if (copy !== undefined) console.log(copy);
  const log = new RunLog(readSettings(options.project), `start.${mode}`);
  const { commands } = options.project.system.conventions;
  const note = await settleRestore(readSettings(options.project));
  if (note !== undefined) console.error(note);
  if (mode === 'prod') await requireTypes(mode);
  const isSwarms = options.engine === 'swarm';
  const installing = `${commands[mode]} ${isSwarms ? '--swarm ' : ''}--setup`;
  const description = await ensureParts({ ...options, swarm: isSwarms, installing, log });
  await askSecrets(description, mode);
  const saveData = (next: SystemSpec) => backupFirst(options.project, next);
  const described = await up(description, mode, { ...options, saveData, log });
  const { conventions, sourceRoot } = description.settings;
  standing.state = `${mode} runs`;
  const watcher = mode === 'dev' ? watcherOf(description.settings) : undefined;
  const isWatching = options.watch !== undefined || watcher !== undefined;
  if (mode === 'dev' && !isWatching) await restartBehind(described, sourceRoot, { limit, log: console.log });
  const system = isSwarms
    ? asReached(inTasks(described, await listContainers(described, mode)))
    : asTold(described, sourceRoot, process.env);
  console.log(
    `\n${conventions.title} runs in ${mode} mode (${((Date.now() - began) / 1000).toFixed(1)} s).\n`,
  );
  console.log(addresses(system, description.settings.host));
  const { host, tls } = description.settings;
  for (const line of [...pastGatewayLines(system), ...trustLines(system, host, tls)]) console.log(line);
  const typed = isSwarms
    ? { ...conventions.commands, prod: `${conventions.commands.prod} --swarm` }
    : conventions.commands;
  console.log(`\n${nextSteps(system, typed, isWatching).join('\n')}`);
  const { previous } = new ReleaseStore(sourceRoot, system).releases;
  if (previous) console.log(`Back to release ${previous}: ${conventions.commands.prod} --rollback`);
  if (watcher !== undefined)
    console.log(
      `Process ${watcher} watches it already; of a service that is new it knows when it is started again.`,
    );
  else if (options.watch) await handOver(description, options.watch);
}

/** A line for each published port; the rest by their names on the network, where they serve on one. */
function addresses(system: SystemSpec, host: string): string {
  const services = startedOf(system);
  const width = Math.max(...services.map((service) => service.name.length));
  const published = services.flatMap(({ name, published }) =>
    published.map((port) => `  ${name.padEnd(width)}  ${publishedUrl(port, host)}`),
  );
  const inside = services
    .filter((service) => service.published.length === 0)
    .flatMap(({ name, port }) => (port === undefined ? [] : `${name}:${port}`));
  const workers = services
    .filter(({ port, published }) => port === undefined && published.length === 0)
    .map(({ name }) => name);
  return [
    ...published.sort(),
    ...(inside.length > 0 ? [`  inside the network: ${inside.join(', ')}`] : []),
    ...(workers.length > 0 ? [`  without a port: ${workers.join(', ')}`] : []),
  ].join('\n');
}
