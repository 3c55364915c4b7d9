import { type Edit, eventLine, type TellEdit, tellingPaths } from '../model/watch.js';

/**
 * Says what was done for each edit, at once.
 * @param note keeps it for whoever looks later @default - nobody does
 */
export function editTeller(say: (line: string) => void, note: (edit: Edit) => void = () => {}): TellEdit {
  return (paths, done, seconds) => {
    const time = new Date();
    say(eventLine(time, paths, done));
    note({
      ...{ time: time.toISOString(), paths: tellingPaths(paths), done: shortened(done) },
      ...(seconds === undefined ? {} : { seconds: Math.round(seconds * 10) / 10 }),
    });
  };
}

/** Without the output that is said after it. */
function shortened(done: string): string {
  const [first = ''] = done.split('\n');
  return first.replace(/ Its last output:$|:$/, '');
}
