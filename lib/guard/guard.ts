import { isUp } from '../model/container-state.js';

/** A container as the engine lists it. */
export interface Seen {
  readonly name: string;
  /** The engine's word: `running`, `paused`, `exited` … */
  readonly state: string;
  /** The engine's word: `healthy`, `unhealthy` …; '' without a health check. */
  readonly health: string;
}

/** What is to be done for a container. */
export interface Act {
  readonly name: string;
  readonly what: 'start' | 'restart';
  /** As the beginning of a line of the log, without the container. */
  readonly why: string;
}

/** Seconds for which a container is unhealthy before it is restarted; each further time it is twice as long. */
const PATIENCE = 60;
const LONGEST = 3600;
/** Seconds after which one that is well counts as if it had never been restarted. */
const CALM = 600;
/** Seconds from one try to start a container to the next, and after which none is made any more. */
const NEXT_TRY = 10;
const LAST_TRY = 300;

/** What is known of a container that was unhealthy. */
interface Sickness {
  readonly times: number;
  readonly sickSince?: number;
  readonly wellSince?: number;
}

/**
 * Decides what a system that runs needs. It goes by what it saw itself: what ran when the engine was lost runs again when
 * that is back, and what a person stopped stays stopped, which an engine cannot tell apart after it was killed.
 */
export class Guard {
  private up = new Set<string>();
  /** What ended since a listing began, which may still have it as running. */
  private readonly endedSince = new Set<string>();
  /** What ran when the engine was lost → when it is tried first and next. */
  private readonly owed = new Map<string, { readonly first?: number; readonly next?: number }>();
  private readonly sick = new Map<string, Sickness>();
  /** The engine is asked for what the next look gets, and whether it was lost meanwhile: then that is how things were. */
  private asked: 'no' | 'yes' | 'lost' = 'no';

  /** @param heals whether it restarts what is unhealthy for long */
  constructor(private readonly heals = true) {}

  /** The engine does not answer, or has ended meanwhile. */
  engineLost(): void {
    if (this.asked === 'yes') this.asked = 'lost';
    for (const name of this.up) if (!this.owed.has(name)) this.owed.set(name, {});
  }

  /** A container has ended while the engine lives: it is the engine's to start again, or a person's. */
  ended(name: string): void {
    this.up.delete(name);
    this.endedSince.add(name);
  }

  /** A container has begun while the engine lives: it runs, though no look has seen it. */
  began(name: string): void {
    this.up.add(name);
    this.endedSince.delete(name);
  }

  /** The engine is asked for what the next look gets. */
  listing(): void {
    this.endedSince.clear();
    this.asked = 'yes';
  }

  /** Whether it has yet to bring back what ran when the engine was lost. */
  get isOwing(): boolean {
    return this.owed.size > 0;
  }

  /** @param now in seconds, as in every call */
  look(seen: readonly Seen[], now: number): Act[] {
    const isOld = this.asked === 'lost';
    this.asked = 'no';
    if (isOld) return [];
    const names = new Set(seen.map(({ name }) => name));
    for (const name of this.owed.keys()) if (!names.has(name)) this.owed.delete(name);
    const acts = seen.flatMap((container) => this.actFor(container, now) ?? []);
    this.up = new Set(seen.flatMap((container) => (this.isWanted(container) ? [container.name] : [])));
    return acts;
  }

  private isWanted({ name, state }: Seen): boolean {
    return this.owed.has(name) || (isUp(state) && !this.endedSince.has(name));
  }

  private actFor({ name, state, health }: Seen, now: number): Act | undefined {
    if (!isUp(state)) return this.startOwed(name, now);
    this.owed.delete(name);
    const sickness = this.sick.get(name) ?? { times: 0 };
    const { times, wellSince = now, sickSince = now } = sickness;
    if (this.heals && state === 'running' && health === 'unhealthy') {
      if (now - sickSince < Math.min(PATIENCE * 2 ** times, LONGEST)) {
        this.sick.set(name, { times, sickSince });
        return undefined;
      }
      this.sick.set(name, { times: times + 1 });
      return { name, what: 'restart', why: `unhealthy for ${Math.round(now - sickSince)} s` };
    }
    if (health === 'healthy' && now - wellSince >= CALM) this.sick.delete(name);
    else if (times > 0) this.sick.set(name, { times, ...(health === 'healthy' ? { wellSince } : {}) });
    else this.sick.delete(name);
    return undefined;
  }

  private startOwed(name: string, now: number): Act | undefined {
    const owed = this.owed.get(name);
    if (!owed || now < (owed.next ?? now)) return undefined;
    const { first = now } = owed;
    if (now - first >= LAST_TRY) this.owed.delete(name);
    else this.owed.set(name, { first, next: now + NEXT_TRY });
    return { name, what: 'start', why: 'ran when the engine was lost' };
  }
}
