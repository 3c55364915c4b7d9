import { statSync } from 'node:fs';
import { timed } from '../model/watch.js';

/** The source root as it is looked at again and again: it may be moved away and come back, or another may take its place. */
export class SourceRoot {
  private print: string | undefined;
  private isGone = false;

  /** @param path absolute */
  constructor(
    private readonly path: string,
    private readonly say: (line: string) => void,
  ) {
    this.print = this.look();
  }

  /** Whether it is there; what comes and goes is said once. */
  stands(): boolean {
    const isGone = this.look() === undefined;
    if (isGone !== this.isGone) {
      this.isGone = isGone;
      const what = isGone ? 'is not there; watching goes on when it is back' : 'is back';
      this.say(timed(new Date(), `${this.path} ${what}`));
    }
    return !isGone;
  }

  /** Whether it went, was moved or is another since `know`: events of the one before do not come any more. */
  get hasMoved(): boolean {
    return this.look() !== this.print;
  }

  /** From now on it is the one that is there now. */
  know(): void {
    this.print = this.look();
  }

  private look(): string | undefined {
    const stats = statSync(this.path, { throwIfNoEntry: false });
    // what is moved has another ctime, and so has a directory with another entry: to listen anew costs little
    return stats && `${stats.ino} ${stats.ctimeMs}`;
  }
}
