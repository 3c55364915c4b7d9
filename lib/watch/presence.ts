import { isUp } from '../model/container-state.js';
import type { Mode } from '../model/mode.js';

/** Seconds for which nothing runs before that is said: what replaces containers may have ended all of them for a moment. */
const PATIENCE = 2;

/** What is known of whoever ended the containers. */
export interface Ender {
  /** The process that starts or stops the system now, with its words: `process 12 (prod --replace)`. */
  readonly process?: string;
  /** Whether that starts the watched mode, so that its containers come back. */
  readonly bringsBack: boolean;
  /** The other mode, where that runs. */
  readonly other?: Mode;
}

export interface PresenceActs {
  say(line: string): void;
  who(): Promise<Ender>;
  /** Nothing is left to watch. @param line why */
  over(line: string): void;
}

/** Whether the containers of a mode that is watched are there: nobody's edits take effect on what somebody else has ended. */
export class Presence {
  private downSince: number | undefined;
  private isSaid = false;

  constructor(
    private readonly mode: Mode,
    private readonly acts: PresenceActs,
  ) {}

  /** @param seen all of the mode's containers @param now in seconds */
  async look(seen: readonly { readonly state: string }[], now: number): Promise<void> {
    if (seen.some(({ state }) => isUp(state))) {
      if (this.isSaid) this.acts.say(`${this.mode} runs again`);
      this.downSince = undefined;
      this.isSaid = false;
      return;
    }
    this.downSince ??= now;
    if (now - this.downSince < PATIENCE) return;
    const { process, bringsBack, other } = await this.acts.who();
    if (bringsBack) return;
    const by = process ?? 'somebody';
    if (seen.length > 0) {
      if (!this.isSaid)
        this.acts.say(
          `all services of ${this.mode} were stopped by ${by}; watching waits until they run again`,
        );
      this.isSaid = true;
    } else {
      const instead = other === undefined ? 'its containers are gone' : `${other} runs in its place`;
      this.acts.over(`${this.mode} was ended by ${by}: ${instead}`);
    }
  }

  /** Whether there is reason to look again soon. */
  get isDown(): boolean {
    return this.downSince !== undefined;
  }
}
