import type { Compared } from '../lib/diff/compared.js';
import { phraseOf, signOf } from '../lib/diff/phrase.js';
import { done } from '../lib/diff/verdict.js';
import { drawingOf } from '../lib/picture/drawing.js';
import { svgElement } from '../lib/picture/svg.js';
import { classesIn, describeProject, toldTree } from '../lib/synth/described.js';
import type { Project } from '../lib/synth/project.js';
import { describeStarted } from '../lib/synth/started.js';
import type { Answers } from '../lib/ui/app.js';
import { compareWithRunning } from './diff-running.js';
import { keptFor } from './kept-for.js';
import type { PageSources } from './ui-sources.js';

/** Milliseconds for which what was read of all files is still said: who looks at one service looks at the next. */
const FRESH = 10_000;

/** What the page asks for when somebody opens a part of it. */
export function pageAnswers(project: Project, sources: PageSources): Answers {
  const classes = keptFor(FRESH, () => classesIn(toldTree(describeProject(project))));
  const mode = () => sources.view?.mode ?? 'dev';
  return {
    services: () => sources.view?.services.map(({ service }) => service) ?? [],
    files: async (service) => classes().get(service) ?? [],
    picture: async () => {
      const system = describeStarted(project)(mode()).systems[mode()];
      const picture = await svgElement(drawingOf(system), {
        ...{ id: 'picture', title: `${system.mode}: what waits for what` },
        link: (name) => `#service/${encodeURIComponent(name)}`,
      });
      // the page sets it itself: no markup of it may have a style
      return picture.replace(/ style="min-width:\d+px"/, '').replace('<svg ', '<svg role="group" ');
    },
    difference: async () => differenceView(await compareWithRunning(project, mode())),
  };
}

function differenceView({ diff, verdict, remarks }: Compared) {
  return {
    ...{ verdict, remarks },
    stakes: diff.stakes.map(({ kind, service, text }) => ({ kind, service, text })),
    services: diff.services.map(({ service, effects, changes }) => ({
      service,
      effect: done(Object.values(effects)[0]),
      lines: changes.map((change) => `${signOf(change)} ${phraseOf(change)}`),
    })),
  };
}
