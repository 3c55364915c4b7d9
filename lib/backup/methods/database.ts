import { lastLines } from '../../engine/last-lines.js';
import { UserError } from '../../model/user-error.js';
import type { DumpReader } from '../dump-reader.js';
import { startScript, tryScript } from './in-container.js';
import type { ContentReader, DataPlace, Method } from './method.js';

/** What the scripts of the image run at their first start: a restored database is to have nothing of it. */
const FIRST_SCRIPTS = '/docker-entrypoint-initdb.d';

/** Scripts for the shell of a database's image. */
export interface DatabaseScripts {
  /** Writes everything to its standard output. */
  readonly dump: string;
  /** Reads the same from its standard input, into a database that is empty. */
  readonly restore: string;
  /** Succeeds when the database can be used. */
  readonly ping: string;
  /** Variables that an empty database needs, beside those of the service. */
  readonly variables: Readonly<Record<string, string>>;
  reader(): DumpReader;
}

/** A database that writes itself as text, and reads it again. */
export function databaseMethod(scripts: DatabaseScripts): Method {
  const reader = (): ContentReader => {
    const dump = scripts.reader();
    return { read: (chunk) => dump.read(chunk), content: () => ({ tables: dump.content() }) };
  };
  const dump = ({ container }: DataPlace) => startScript(container, scripts.dump);
  return {
    dump,
    reader,
    fill: async (scratch, feed) => {
      const container = await scratch.start({
        variables: scripts.variables,
        empty: [FIRST_SCRIPTS],
        isReady: async (id) => (await tryScript(id, scripts.ping)) !== undefined,
      });
      const restore = await startScript(container, scripts.restore);
      restore.stdout.resume();
      await feed(restore);
      const seen = reader();
      const again = await dump({ container, target: scratch.part.target });
      again.stdin.end();
      for await (const chunk of again.stdout) seen.read(chunk);
      const { exitCode, stderr } = await again.ended;
      if (exitCode !== 0)
        throw new UserError(
          `${scratch.part.word}: what was restored cannot be read: ${lastLines(stderr, 1)}`,
        );
      await scratch.stop(container);
      return seen.content(stderr);
    },
  };
}
