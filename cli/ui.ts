import { once } from 'node:events';
import { readLog } from '../lib/engine/container-log.js';
import { untilSignal } from '../lib/engine/interruption.js';
import { commandWords } from '../lib/model/conventions.js';
import { UserError } from '../lib/model/user-error.js';
import { loggingContainers } from '../lib/operate/logging-containers.js';
import { logs } from '../lib/operate/logs.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { Live } from '../lib/ui/live.js';
import { LogFeeds } from '../lib/ui/log-feeds.js';
import { servePage } from '../lib/ui/serve.js';
import { Works } from '../lib/ui/works.js';
import { keptFor } from './kept-for.js';
import { restart } from './restart.js';
import { pageAnswers } from './ui-answers.js';
import { PageSources } from './ui-sources.js';

/** Lines of each container that the page begins with. */
const TAIL = 500;
/** Milliseconds: the logs of ten services are begun at once. */
const MOMENT = 300;

/** `ui`: serves the page until Ctrl-C. */
export async function ui(project: Project, port: number): Promise<void> {
  const settings = readSettings(project);
  const { title, commands } = settings.conventions;
  const sources = new PageSources(project);
  // what stands in the way of a look is said here, too
  await sources.look();
  const live = new Live(sources.sources);
  const containers = keptFor(MOMENT, () => loggingContainers(settings, () => true));
  const feeds = new LogFeeds((service, say, signal) =>
    logs(
      { follow: true, tail: TAIL, say, signal },
      {
        readLog,
        containers: async () => (await containers()).filter((container) => container.service === service),
      },
    ),
  );
  const works = new Works(
    {
      restart: (services, say) => restart(project, services, undefined, say),
      rebuild: (services, say) => rebuildApart(commands.entry, services, say),
    },
    (known) => {
      live.tell('works', known);
      sources.lookAgain();
    },
  );
  const page = await servePage({ live, logs: feeds, works, answers: pageAnswers(project, sources) }, port);
  console.log(`${title}, for this machine alone, until Ctrl-C:\n  ${page.address}`);
  const closing = untilSignal();
  if (!closing.aborted) await once(closing, 'abort');
  const { current } = works;
  if (current) console.log(`\nThe ${current.kind} of ${current.services.join(', ')} is waited for.`);
  await page.end();
  console.log(`\nThe page is closed; the services keep running.`);
}

/** In a process of its own: it describes the system anew, needs much memory for a while, and goes on when the page is closed. */
async function rebuildApart(
  entry: string,
  services: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const { execa } = await import('execa');
  const [program, ...words] = commandWords(entry);
  const run = execa(program, [...words, 'rebuild', ...services], {
    ...{ all: true, reject: false, detached: true, stdin: 'ignore', buffer: false },
    env: { NO_COLOR: '1' },
  });
  for await (const line of run.iterable({ from: 'all' })) say(String(line));
  const { exitCode } = await run;
  if (exitCode !== 0) throw new UserError('not rebuilt', 'mend what is said above, and ask for it again');
}
