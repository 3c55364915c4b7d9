import { type LogLine, readLog } from '../lib/engine/container-log.js';
import { untilSignal } from '../lib/engine/interruption.js';
import { tasksAway } from '../lib/engine/running-tasks.js';
import { runsBySwarm, swarmService } from '../lib/model/swarm.js';
import { loggingContainers } from '../lib/operate/logging-containers.js';
import { logs } from '../lib/operate/logs.js';
import { chosen, type WhatRuns, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { serviceColour } from './colour.js';
import { SHAPES } from './shapes.js';

export interface LogsCall {
  readonly follow?: boolean;
  /** RFC 3339, in UTC. */
  readonly since?: string;
  readonly json?: boolean;
}

/** `logs`: what services have written, one beside the other. */
export async function showLogs(
  project: Project,
  services: readonly string[],
  { follow = false, since, json = false }: LogsCall,
): Promise<void> {
  const runs = await whatRuns(project, `${project.system.conventions.commands.program} logs`);
  const wanted = chosen(runs, services).map(({ service }) => service);
  const names = [...new Set(services.length === 0 ? runs.containers.map(({ service }) => service) : wanted)];
  const ending = follow ? untilSignal() : new AbortController().signal;
  if (runsBySwarm(runs.containers)) for (const line of await elsewhereLines(runs)) console.error(line);
  await logs(
    { follow, since, say: json ? sayJson : sayText(names), signal: ending },
    {
      readLog,
      containers: () =>
        loggingContainers(
          runs.settings,
          (service) => services.length === 0 || names.includes(service),
          runs.mode,
        ),
    },
  );
  // what reads the logs would go on until its container writes again
  if (ending.aborted) process.exit(0);
}

/** What Swarm runs on other machines, whose logs this engine does not have. */
async function elsewhereLines({ settings, mode }: WhatRuns): Promise<string[]> {
  const deployment = { ...settings, mode };
  const services = new Set((await tasksAway(deployment)).map(({ task }) => task.service));
  return [...services]
    .sort()
    .map(
      (name) => `note: also on another machine: docker service logs ${swarmService(deployment, { name })}`,
    );
}

function sayText(names: readonly string[]): (line: LogLine) => void {
  const width = Math.max(...names.map((name) => name.length));
  return ({ service, text }) =>
    console.log(`${serviceColour(names.indexOf(service), `${service.padEnd(width)} |`)} ${text}`);
}

function sayJson({ time, service, text }: LogLine): void {
  console.log(JSON.stringify(SHAPES.logs.parse({ version: 1, time, service, text })));
}
