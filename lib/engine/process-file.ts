import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identity, isAlive } from '../disk/alive.js';
import { readText } from '../disk/files.js';

/** A file that says which process does something, as long as it does it. */
export class ProcessFile {
  /** @param path absolute */
  constructor(private readonly path: string) {}

  /** The process that it names, where that one is there. */
  holder(): number | undefined {
    const text = this.text();
    const pid = Number(text?.split(' ')[0]);
    // a signal to 0 or -1 goes to a whole group, or to everything of this user
    if (text === undefined || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    return isAlive(pid) && identity(pid) === text ? pid : undefined;
  }

  /**
   * Names a process.
   * @param pid @default - this one
   * @returns the one that it names already, in its place
   */
  take(pid = process.pid): number | undefined {
    for (;;) {
      // of two that come at once, one fails here
      if (this.put(identity(pid))) return undefined;
      const text = this.text();
      const holder = this.holder();
      if (holder !== undefined) return holder;
      this.removeLeft(text);
    }
  }

  /** Makes the file, which nobody sees before it says who it is of. @returns whether there was none */
  private put(text: string): boolean {
    const fresh = this.beside();
    try {
      writeFileSync(fresh, text);
      linkSync(fresh, this.path);
      return true;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(fresh, { force: true });
    }
  }

  /** Removes what a process has left, and nothing that another one has put in its place meanwhile. */
  private removeLeft(text: string | undefined): void {
    const aside = this.beside();
    try {
      renameSync(this.path, aside);
    } catch (error) {
      // another one was faster
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    const taken = readText(aside);
    if (taken !== undefined && taken !== text) this.put(taken);
    rmSync(aside, { force: true });
  }

  private beside(): string {
    return `${this.path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  }

  /** Whether the process that it names has gone without ending itself: it was killed, or the machine was restarted. */
  get isLeftBehind(): boolean {
    return this.text() !== undefined && this.holder() === undefined;
  }

  /** Whether it names this process. */
  get isOwn(): boolean {
    return this.text() === identity(process.pid);
  }

  giveBack(): void {
    rmSync(this.path, { force: true });
  }

  /**
   * Ends the process that it names, and waits until that is gone. One of another user, which nobody else can end, has its file
   * taken away, by which it ends.
   */
  async end(): Promise<void> {
    const pid = this.holder();
    if (pid === undefined) return;
    try {
      process.kill(pid);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
      this.giveBack();
    }
    while (this.holder() === pid) await sleep(50);
  }

  private text(): string | undefined {
    return readText(this.path);
  }
}
