import { heedContainers } from '../lib/engine/container-events.js';
import { usageOf } from '../lib/engine/usage.js';
import { volumeSizes } from '../lib/engine/volumes.js';
import { MODES } from '../lib/model/mode.js';
import { runsBySwarm } from '../lib/model/swarm.js';
import { sentenceOf, UserError } from '../lib/model/user-error.js';
import { serviceContainers } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings, type Settings } from '../lib/synth/settings.js';
import { Alarm } from '../lib/ui/alarm.js';
import type { Source } from '../lib/ui/live.js';
import { lastEdits } from '../lib/watch/edit-log.js';
import { watcherOf } from '../lib/watch/lock.js';
import { describeRunning } from './describe-running.js';
import { keptFor } from './kept-for.js';
import { hasChanged } from './loaded-files.js';
import { lookAtModes } from './status-document.js';
import { reported } from './system-error.js';
import { type SystemView, systemView } from './ui-view.js';

/** Milliseconds after which the system is looked at though no container has changed: files may have. */
const LOOK = 10_000;
/** Milliseconds between a change and the look at it: what starts ten containers changes all of them. */
const SETTLING = 400;
/** Milliseconds for which the sizes of volumes hold: the engine measures every file for them. */
const SIZES = 60_000;
/** Milliseconds between two looks at the processor and the memory, and at the edits. */
const USAGE = 3000;
const EDITS = 1000;

/** What the page is told by itself, and how it is found out. */
export class PageSources {
  private readonly alarm = new Alarm();
  private readonly settings: Settings;
  private readonly began = Date.now();
  private readonly sizes = keptFor(SIZES, volumeSizes);
  /** What was told last. */
  view: SystemView | undefined;

  constructor(private readonly project: Project) {
    this.settings = readSettings(project);
  }

  /** Something has been done to the system. */
  lookAgain(): void {
    this.alarm.ring();
  }

  readonly sources: Readonly<Record<string, Source>> = {
    system: async (tell, signal) => {
      void heedContainers(this.settings, () => this.alarm.ring(), signal);
      while (!signal.aborted) {
        tell(await this.look().catch((error: Error) => this.problemOf(error)));
        await this.alarm.wait(LOOK, signal);
        await new Alarm().wait(SETTLING, signal);
      }
    },
    usage: async (tell, signal) => {
      while (!signal.aborted) {
        tell(await this.usage(signal));
        await new Alarm().wait(this.view ? USAGE : EDITS, signal);
      }
    },
    edits: async (tell, signal) => {
      let newest: string | undefined;
      while (!signal.aborted) {
        const edits = lastEdits(this.settings);
        tell({ isWatched: watcherOf(this.settings) !== undefined, edits });
        // what was restarted runs on other files
        if (edits[0]?.time !== newest) this.alarm.ring();
        newest = edits[0]?.time;
        await new Alarm().wait(EDITS, signal);
      }
    },
  };

  /** @throws UserError where no engine answers, or nothing can be described */
  async look(): Promise<SystemView> {
    const running = await describeRunning(this.project, MODES);
    const { shown, document } = await lookAtModes(running, MODES, this.sizes());
    const system = shown[0]?.system ?? running.started('dev').systems.dev;
    const view = systemView(this.settings, system, shown, document);
    this.view = {
      ...view,
      ...(running.isSound() ? {} : { refused: this.whyRefused(running.requireSound) }),
      ...(hasChanged(this.began) ? { isOutdated: true } : {}),
    };
    return this.view;
  }

  private whyRefused(requireSound: () => void): string {
    try {
      requireSound();
      return '';
    } catch (error) {
      return this.problemOf(error as Error).problem;
    }
  }

  /** What is a bug is told whole where the page was started, and the next look is another. */
  private problemOf(thrown: Error): { readonly problem: string } {
    const error = reported(thrown, this.settings.conventions.commands);
    if (error instanceof UserError) return { problem: sentenceOf(error) };
    console.error(thrown);
    return { problem: `error: ${thrown.message}; the terminal of the page says more` };
  }

  private async usage(signal: AbortSignal): Promise<readonly object[]> {
    const rows = this.view?.status.modes.flatMap(({ services }) => services) ?? [];
    const runs = new Set(rows.flatMap(({ service, state }) => (state === 'running' ? [service] : [])));
    // every start by Swarm has another name, and may be on another machine
    const known: readonly { readonly service: string; readonly container: string }[] = runsBySwarm(rows)
      ? (await serviceContainers(this.settings)).map(({ service, name }) => ({ service, container: name }))
      : (this.view?.services ?? []);
    const wanted = known.filter(({ service }) => runs.has(service));
    const usage = await usageOf(
      wanted.map(({ container }) => container),
      signal,
    );
    return wanted.flatMap(({ service, container }) => {
      const its = usage.get(container);
      return its ? [{ service, ...its }] : [];
    });
  }
}
