import { execa as plain } from 'execa';
import { endedBySignal, isSettling, requireGoesOn } from './interruption.js';

/** In a process group of its own: what a terminal tells the others of Ctrl-C does not reach it. */
const apart = plain({ detached: true });
const together = plain({});

/** After a signal nothing new begins. @param isShort whether the signal lets it finish what it does */
function heeding(isShort: boolean): typeof together {
  return new Proxy(together, {
    apply(_, self, call) {
      requireGoesOn();
      const start = isShort || isSettling() ? apart : together;
      const run = Reflect.apply(start, self, call) as ReturnType<typeof together>;
      const ended = endedBySignal(() => run.kill(), isShort);
      void run.then(ended, ended);
      return run;
    },
  });
}

/** Runs what does one thing, of which a half would be worse: a signal lets it finish. */
export const execa = heeding(true);

/** Runs what takes its time, and may be ended. */
export const execaLong = heeding(false);
