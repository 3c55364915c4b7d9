import { requireEngine } from '../lib/deploy/require-engine.js';
import type { Mode } from '../lib/model/mode.js';
import { requireSound } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { describeStarted, type StartedSystems } from '../lib/synth/started.js';

/** What a command that looks at what runs has to go by. */
export interface Running {
  /** Both systems as a mode was started last. */
  readonly started: StartedSystems;
  /** Whether nothing is wrong with the source root. */
  readonly isSound: () => boolean;
  /** @throws UserError with everything that is wrong with the source root: the next start is refused for it */
  readonly requireSound: () => void;
}

/** @throws UserError where no engine answers: with everything that is wrong with the source root, if anything is */
export async function describeRunning(project: Project, modes: readonly Mode[]): Promise<Running> {
  const started = describeStarted(project);
  const running: Running = {
    started,
    isSound: () => modes.every((mode) => started(mode).errors().length === 0),
    requireSound: () => {
      for (const mode of modes) requireSound(started(mode));
    },
  };
  // described before the engine is asked
  modes.forEach(started);
  try {
    await requireEngine(project.system.conventions.commands);
  } catch (error) {
    running.requireSound();
    throw error;
  }
  return running;
}
