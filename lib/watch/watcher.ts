import { setTimeout as sleep } from 'node:timers/promises';
import { closedPaths, describeClosed } from '../engine/closed-paths.js';
import type { ServiceSpec } from '../model/service-spec.js';
import {
  bindsOf,
  changedPaths,
  concernsOf,
  directoryReplaced,
  type Edit,
  type Snapshot,
  shownBy,
  type TellEdit,
  timed,
  type WatchPlan,
} from '../model/watch.js';
import { BakedImages } from './baked.js';
import { catchUp, pathsOf } from './catch-up.js';
import { runningOf } from './container.js';
import { debounced } from './debounced.js';
import { editTeller } from './edit-teller.js';
import { watchTree } from './events.js';
import { Restarts } from './restarts.js';
import { SourceRoot } from './source-root.js';
import { WatchedFiles } from './watched-files.js';

/** More paths at once than this are no person's saves but a branch switch or a formatter's, which may still be at it. */
const MANY = 5;
const SETTLING = 500;
/** Milliseconds: an event can be lost when the kernel has too many, and then this look finds what it told of. */
const LAST_LOOK = 1000;
/** Milliseconds between two looks at the root itself, whose going no event tells of. It also keeps the process alive. */
const BEAT = 1000;

/**
 * Makes every edit of a running dev system take effect. Events are hints to look; what changed is told by comparing
 * snapshots of the files, so that nothing hangs on whether, how often and in which order events come.
 */
export class Watcher {
  private readonly tree: WatchedFiles;
  private readonly restarts: ReadonlyMap<string, Restarts>;
  private readonly baked: BakedImages;
  private readonly root: SourceRoot;
  private readonly tell: TellEdit;
  private known: Snapshot;
  private looking: Promise<void> | undefined;
  private again = false;
  private problem: string | undefined;
  private lastLook: NodeJS.Timeout | undefined;
  private beats: NodeJS.Timeout | undefined;
  private stopEvents: (() => Promise<void>) | undefined;

  constructor(
    private readonly plan: WatchPlan,
    private readonly say: (line: string) => void,
    note?: (edit: Edit) => void,
  ) {
    const { services, sourceRoot } = plan;
    this.tell = editTeller(say, note);
    this.tree = new WatchedFiles(sourceRoot, services);
    this.root = new SourceRoot(sourceRoot, say);
    this.known = this.tree.scan();
    const look = () => void this.look();
    const options = { sourceRoot, say, tell: this.tell, look };
    this.restarts = new Map(services.map((service) => [service.name, new Restarts(service, options)]));
    this.baked = new BakedImages(plan, this.tell);
  }

  /** Catches up on what happened while nobody watched, then watches until it is ended. */
  async start(): Promise<void> {
    this.beats = setInterval(() => this.beat(), BEAT);
    await this.watchEvents();
    for (const behind of await catchUp(this.plan, this.tree)) this.due(behind.service, pathsOf(behind));
    const due = await this.baked.due(this.plan);
    if (due.length > 0)
      await this.baked.handle(due, (done, seconds) => this.tell(['baked files'], done, seconds));
    await this.look();
  }

  /** Every container stands when it resolves. */
  async end(): Promise<void> {
    clearTimeout(this.lastLook);
    clearInterval(this.beats);
    await this.stopEvents?.();
    await this.baked.end();
    await Promise.all([...this.restarts.values()].map((restarts) => restarts.end()));
  }

  /** Finds what changed since the last look and has it done. Calls while one is under way are one more. */
  private async look(): Promise<void> {
    this.again = true;
    this.looking ??= this.lookOn()
      .catch((error: Error) => this.sayOnce(error.message))
      .finally(() => {
        this.looking = undefined;
      });
    await this.looking;
  }

  private beat(): void {
    if (this.problem !== undefined || this.root.hasMoved) void this.look();
  }

  /** What stands in the way of looking: the next beat looks again. */
  private sayOnce(problem: string): void {
    if (problem !== this.problem) this.say(timed(new Date(), `${problem}; watching goes on`));
    this.problem = problem;
  }

  private async lookOn(): Promise<void> {
    while (this.again) {
      this.again = false;
      if (!this.root.stands()) return;
      if (this.root.hasMoved) await this.watchEvents();
      const before = this.known;
      const now = await this.unchangedSnapshot();
      // what was read while it went is not what was saved
      if (!this.root.stands()) return;
      this.known = now;
      this.problem = undefined;
      const changed = changedPaths(before, this.known);
      if (changed.length === 0) continue;
      clearTimeout(this.lastLook);
      this.lastLook = setTimeout(() => void this.look(), LAST_LOOK);
      await this.act(changed);
      if (directoryReplaced(before, this.known)) {
        await this.watchEvents();
        this.again = true;
      }
    }
  }

  /** From now on, of the directories that are there now. */
  private async watchEvents(): Promise<void> {
    await this.stopEvents?.();
    this.root.know();
    const hint = debounced(() => void this.look());
    this.stopEvents = await watchTree(this.tree, { poll: this.plan.poll, hint, say: this.say });
  }

  private async unchangedSnapshot(): Promise<Snapshot> {
    let now = this.tree.scan();
    let many = changedPaths(this.known, now).length > MANY;
    while (many) {
      await sleep(SETTLING);
      const next = this.tree.scan();
      many = changedPaths(now, next).length > 0;
      now = next;
    }
    return now;
  }

  private async act(changed: readonly string[]): Promise<void> {
    const byService = new Map<ServiceSpec, { cold: string[]; hot: string[]; baked: string[] }>();
    for (const path of changed)
      for (const { service, mount } of concernsOf(this.plan.services, path)) {
        const lists = byService.get(service) ?? { cold: [], hot: [], baked: [] };
        byService.set(service, lists);
        (mount === undefined ? lists.baked : mount.hot ? lists.hot : lists.cold).push(path);
      }
    for (const [service, { cold, hot }] of byService) {
      if (cold.length > 0) this.due(service, [...cold, ...hot]);
      else if (hot.length > 0) await this.showHot(service, hot);
      await this.sayClosed(service, [...cold, ...hot]);
    }
    const baked = [...byService.values()].flatMap((lists) => lists.baked);
    if (baked.length === 0) return;
    // what replaces a container must not meet what restarts it
    if (this.plan.rebuild) await Promise.all([...this.restarts.values()].map((restarts) => restarts.idle()));
    const done = this.baked.changed(baked);
    if (this.plan.rebuild) await done;
  }

  /** An editor may save with a mode that the container's user cannot read: then no restart helps. */
  private async sayClosed(service: ServiceSpec, paths: readonly string[]): Promise<void> {
    const targets = bindsOf(service).flatMap(({ source, target }) =>
      paths.flatMap((path) =>
        path === source || path.startsWith(`${source}/`) ? [target + path.slice(source.length)] : [],
      ),
    );
    const running = targets.length > 0 ? await runningOf(this.plan.sourceRoot, service) : undefined;
    for (const each of running ? closedPaths(running.state, targets) : []) {
      const why = `user ${each.user} of ${service.name} cannot read ${describeClosed(each)}`;
      this.tell(paths, `${why}: chmod a+r it`);
    }
  }

  /** The running service shows a change by itself, unless its mount is no longer the place that changed. */
  private async showHot(service: ServiceSpec, paths: readonly string[]): Promise<void> {
    const running = await runningOf(this.plan.sourceRoot, service);
    const hot = new Set(bindsOf(service).flatMap(({ hot, source }) => (hot ? [source] : [])));
    if (running?.stale.some(({ source }) => hot.has(source))) this.due(service, paths);
    else this.tell(paths, shownBy(service, this.plan.conventions));
  }

  private due(service: ServiceSpec, paths: readonly string[]): void {
    this.restarts.get(service.name)?.due(paths);
  }
}
