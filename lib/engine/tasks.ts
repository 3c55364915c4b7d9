import { Listr, type ListrTask } from 'listr2';
import { LineRenderer } from './line-renderer.js';
import type { RunLog } from './run-log.js';

/**
 * Runs tasks one after the other. A terminal shows the last line that each of them says; without one there is a line for
 * each step, and all that they say is in the log.
 */
export async function runTasks(tasks: ListrTask[], log: RunLog): Promise<void> {
  await new Listr(tasks, {
    // it would end this process with 127, and nothing said
    registerSignalListeners: false,
    // the error is said once, by whoever catches it
    rendererOptions: { collapseSubtasks: false, showErrorMessage: false },
    fallbackRenderer: LineRenderer,
    fallbackRendererOptions: { log },
  }).run();
}
