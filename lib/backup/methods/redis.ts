import { UserError } from '../../model/user-error.js';
import { startScript, tryScript } from './in-container.js';
import type { Method } from './method.js';

/** Beside the data, for want of another place that is as large; gone again whatever happens. */
const DUMP = `set -e
rm -f "$1"/.backup-*.rdb
file=$1/.backup-$$.rdb
trap 'rm -f "$file"' EXIT
trap 'exit 1' HUP INT PIPE TERM
redis-cli --rdb "$file" >&2
redis-check-rdb "$file" >&2
printf 'append only: %s\\n' "$(redis-cli config get appendonly | tail -n 1)" >&2
cat "$file"`;

const KEYS = 'redis-cli info keyspace';

/** Redis, by a snapshot of its own. */
export const redis: Method = {
  dump: ({ container, target }) => startScript(container, DUMP, target),
  reader: () => ({
    read: () => {},
    content: (stderr) => ({
      keys: { all: numberIn(/(\d+) keys read/, stderr), expiring: numberIn(/(\d+) expires/, stderr) },
      appendOnly: /^append only: yes$/m.test(stderr),
    }),
  }),
  fill: async (scratch, feed, { appendOnly }) => {
    // where it writes every change down, it reads nothing else; such a file may begin with a snapshot
    const file = `${scratch.part.target}/${appendOnly ? 'appendonly.aof' : 'dump.rdb'}`;
    const write = await scratch.attach(`cat > "$1"`, file);
    write.stdout.resume();
    await feed(write);
    const container = await scratch.start({
      isReady: async (id) => (await tryScript(id, 'redis-cli ping'))?.trim() === 'PONG',
    });
    const said = await tryScript(container, KEYS);
    if (said === undefined) throw new UserError(`${scratch.part.word}: Redis does not say what it has`);
    await scratch.stop(container);
    const keys = [...said.matchAll(/keys=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    return { keys: { all: keys, expiring: 0 }, ...(appendOnly === undefined ? {} : { appendOnly }) };
  },
};

function numberIn(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}
