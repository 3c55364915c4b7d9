import { Listr, type ListrTask } from 'listr2';

/** Ends a task without a word. */
class Unsaid extends Error {
  constructor(override readonly cause: unknown) {
    super('');
  }
}

/** A task whose error is not shown in the list: whoever calls `runTasks` says it. */
export function saidOnce(task: ListrTask['task']): ListrTask['task'] {
  return async (context, wrapper) => {
    try {
      return await task(context, wrapper);
    } catch (error) {
      throw error instanceof Unsaid ? error : new Unsaid(error);
    }
  };
}

/** Runs tasks one after the other. @throws what the first of them throws that fails; the list does not say it */
export async function runTasks(tasks: readonly ListrTask[]): Promise<void> {
  const quiet = tasks.map((each) => ({ ...each, task: saidOnce(each.task) }));
  try {
    await new Listr(quiet, { rendererOptions: { collapseSubtasks: false } }).run();
  } catch (error) {
    throw error instanceof Unsaid ? error.cause : error;
  }
}
