import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../engine/command.js';
import { lastLines } from '../engine/last-lines.js';
import { type Conventions, commandWords } from '../model/conventions.js';
import { imageName } from '../model/image.js';
import { parsePlan } from '../model/plan.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { TOOL } from '../model/tool.js';
import { type TellEdit, WATCH_PLAN, type WatchPlan } from '../model/watch.js';
import { statesOf } from './container.js';

type SayDone = (done: string, seconds?: number) => void;

/** Images whose content is no longer that of the files: says so, or has them built. */
export class BakedImages {
  private readonly ending = new AbortController();
  private describing: Promise<unknown> | undefined;

  constructor(
    private readonly plan: WatchPlan,
    private readonly tell: TellEdit,
  ) {}

  /** Which containers run another image than a plan has for them. */
  async due({ services }: WatchPlan): Promise<string[]> {
    const states = await statesOf(services.map(({ container }) => container));
    const isDue = ({ container, image }: ServiceSpec) => {
      const runs = states.get(container)?.image;
      return runs !== undefined && runs !== imageName(image);
    };
    return services.filter(isDue).map(({ name }) => name);
  }

  /** Files of build contexts changed. Whether that makes another image, only a new description of the system can say. */
  async changed(paths: readonly string[]): Promise<void> {
    const say = (done: string, seconds?: number) => this.tell(paths, done, seconds);
    const { signal } = this.ending;
    const description = describeAnew(this.plan.conventions, signal);
    this.describing = description;
    const { failed, all, plan } = await description;
    if (signal.aborted) return;
    if (!plan) {
      if (failed) say(`no image can be built from this:\n${indent(lastLines(all, 5))}`);
      return;
    }
    const due = await this.due(plan);
    if (due.length > 0) await this.handle(due, say);
  }

  /** Nothing of a description that is under way is left. */
  async end(): Promise<void> {
    this.ending.abort();
    await this.describing;
  }

  /** Says that images are due, or builds them. */
  async handle(due: readonly string[], say: SayDone): Promise<void> {
    const names = due.join(', ');
    const needs = `${names}: a rebuild is due`;
    const { commands } = this.plan.conventions;
    if (this.plan.engine === 'terraform') say(`${needs}: ${commands.deploy} dev`);
    else if (!this.plan.rebuild) say(`${needs}: ${[commands.dev, '--detach', ...this.without()].join(' ')}`);
    else await this.rebuild(names, say);
  }

  private without(): string[] {
    return this.plan.without.length === 0 ? [] : ['--without', this.plan.without.join(',')];
  }

  /** By the command that a person would use, in a process of its own: it needs much memory, for a while. */
  private async rebuild(names: string, say: SayDone): Promise<void> {
    say(`${names}: building`);
    const began = Date.now();
    const { conventions, environment } = this.plan;
    const { failed, all } = await runWords(conventions.commands.dev, ['--detach', ...this.without()], {
      env: { ...process.env, ...environment },
    });
    const seconds = (Date.now() - began) / 1000;
    if (failed) say(`${names} was not built, and keeps running as it is:\n${indent(lastLines(all, 15))}`);
    else say(`${names} built and replaced, healthy in ${seconds.toFixed(1)} s`, seconds);
  }
}

/** The plan that the scripts would give a watcher now. */
async function describeAnew(
  { commands }: Conventions,
  signal: AbortSignal,
): Promise<{ failed: boolean; all: string; plan: WatchPlan | undefined }> {
  const directory = mkdtempSync(join(tmpdir(), `${TOOL}-plan-`));
  const file = join(directory, 'plan.json');
  try {
    const { failed, all } = await runWords(commands.entry, ['watch'], {
      signal,
      env: { ...process.env, [WATCH_PLAN]: file },
    });
    const plan = failed ? undefined : parsePlan<WatchPlan>(readFileSync(file, 'utf8'));
    return { failed: plan === undefined, all, plan };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs a command as people type it. */
function runWords(command: string, args: readonly string[], options?: Parameters<typeof runCommand>[2]) {
  const [program, ...words] = commandWords(command);
  return runCommand(program, [...words, ...args], options);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
