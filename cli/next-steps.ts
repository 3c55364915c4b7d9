import type { Commands } from '../lib/model/conventions.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { bindsOf } from '../lib/model/watch.js';

/** What is said below the addresses of a system that has been started: how an edit takes effect, its logs, its end. */
export function nextSteps(
  { mode, services }: Pick<SystemSpec, 'mode' | 'services'>,
  commands: Commands,
  isWatched: boolean,
): string[] {
  const isLive = services.some((service) => bindsOf(service).length > 0);
  const edits = isLive
    ? `Live files are mounted over the images. ${commands.watch} makes each edit take effect.`
    : `Everything is baked: an edit takes effect after ${commands[mode]}.`;
  return [
    // the watcher says it itself
    ...(isWatched ? [] : [edits]),
    `Logs: ${commands.program} logs -f     Stop: ${commands[`stop-${mode}`]} (data is kept)`,
  ];
}
