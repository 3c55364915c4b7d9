import { type ListrRenderer, ListrTaskEventType, type ListrTaskObject, ListrTaskState } from 'listr2';
import type { RunLog } from './run-log.js';

type Task = Pick<
  ListrTaskObject<unknown, typeof LineRenderer, typeof LineRenderer>,
  'on' | 'title' | 'hasTitle' | 'initialTitle'
>;

/** The first minute of silence that is broken; each later one is twice as long. */
const SILENCE_MS = 60_000;

/** For a log or a pipe: a line when a step begins, and one when a part of it is done. What programs say is in the run's log. */
export class LineRenderer implements ListrRenderer {
  static readonly nonTTY = true;
  static rendererOptions: { log: RunLog };
  static rendererTaskOptions: never;
  #timer: NodeJS.Timeout | undefined;
  #last = '';

  constructor(
    private readonly tasks: readonly Task[],
    private readonly options: { log: RunLog },
  ) {}

  render(): void {
    this.options.log.announce();
    this.#show(this.tasks, '');
    this.#breakSilence(SILENCE_MS, Date.now());
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #show(tasks: readonly Task[], indent: string): void {
    for (const task of tasks) {
      let began = 0;
      task.on(ListrTaskEventType.SUBTASK, (subtasks) => this.#show(subtasks, `${indent}  `));
      task.on(ListrTaskEventType.STATE, (state) => {
        if (state === ListrTaskState.STARTED) {
          began = Date.now();
          if (indent === '') console.log(task.title);
          this.options.log.write(`== ${task.title}`);
        } else if (state === ListrTaskState.COMPLETED && indent !== '')
          console.log(`${indent}${task.title}: done (${((Date.now() - began) / 1000).toFixed(1)} s)`);
        else if (state === ListrTaskState.FAILED) console.log(`${indent}${task.title}: failed`);
      });
      task.on(ListrTaskEventType.OUTPUT, (line) => {
        this.#last = line;
        this.options.log.write(indent === '' ? line : `${task.title}: ${line}`);
      });
    }
  }

  /** A step that says nothing for long looks like one that hangs, and some runners end it. */
  #breakSilence(after: number, began: number): void {
    this.#timer = setTimeout(() => {
      const minutes = Math.round((Date.now() - began) / 60_000);
      console.log(`  still at it after ${minutes} min: ${this.#last}`);
      this.#breakSilence(after * 2, began);
    }, after).unref();
  }
}
