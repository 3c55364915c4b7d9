import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { turnHolder } from '../lib/deploy/turn.js';
import { listAll } from '../lib/engine/marks.js';
import { isUp } from '../lib/model/container-state.js';
import { labelNames } from '../lib/model/labels.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { ownContainer } from '../lib/model/ownership.js';
import type { WatchPlan } from '../lib/model/watch.js';
import type { Ender } from '../lib/watch/presence.js';

/** What can be known of whoever ended the containers of a mode. */
export async function whoEnded(plan: WatchPlan, mode: Mode): Promise<Ender> {
  const pid = turnHolder(plan.sourceRoot, plan);
  const words = pid === undefined ? [] : wordsOf(pid);
  const other = MODES.find((each) => each !== mode);
  return {
    ...(pid === undefined ? {} : { process: `process ${pid} (${words.join(' ')})` }),
    bringsBack: words.includes(mode),
    ...(other !== undefined && (await runs(plan, other)) ? { other } : {}),
  };
}

/** What a process was called with: a command of ours without the program that runs it. */
function wordsOf(pid: number): string[] {
  try {
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    const entry = args.findIndex((arg) => /(^|\/)(index\.[jt]s|twomode)$/.test(arg));
    return entry < 0 ? [basename(program), ...args] : args.slice(entry + 1);
  } catch {
    return ['which has ended'];
  }
}

async function runs(plan: WatchPlan, mode: Mode): Promise<boolean> {
  const label = labelNames(plan.conventions);
  const filters = [`label=${label.system}=${plan.name}`, `label=${label.mode}=${mode}`];
  const listed = await listAll('container', plan, filters).catch(() => []);
  return listed.some((each) => ownContainer(plan, each) && isUp(each.state));
}
