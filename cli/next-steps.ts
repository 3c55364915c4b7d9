import type { Commands } from '../lib/model/conventions.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { bindsOf } from '../lib/model/watch.js';

/**
 * What is said below the addresses of a system that has been started: how an edit takes effect, its logs, its end.
 * @param system as its containers were told it
 */
export function nextSteps(
  { mode, services }: Pick<SystemSpec, 'mode' | 'services'>,
  commands: Commands,
  isWatched: boolean,
): string[] {
  const live = services.filter((service) => bindsOf(service).length > 0);
  // of what Compose alone mounts nobody here restarts anything
  const isOurs = live.some(({ plain }) => !plain);
  const example = live.find(({ image }) => image.kind === 'build') ?? live[0];
  const edits =
    example === undefined
      ? `Everything is baked: an edit takes effect after ${commands[mode]}.`
      : isOurs
        ? `Live files are mounted over the images. ${commands.watch} makes each edit take effect.`
        : `What is mounted is in the containers at once; a program that does not reload by itself needs ${commands.program} restart ${example.name}.`;
  return [
    // the watcher says it itself
    ...(isWatched ? [] : [edits]),
    `Logs: ${commands.program} logs -f     Stop: ${commands[`stop-${mode}`]} (data is kept)`,
  ];
}
