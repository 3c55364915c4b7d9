import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ignoreWorkDirectory } from '../disk/files.js';
import type { Conventions } from '../model/conventions.js';
import { runLogFile } from '../model/deployment.js';

/** All that the programs of one run say, in a file that is there from the first line on. */
export class RunLog {
  /** Absolute. */
  readonly file: string;
  #begun = false;
  #announced = false;

  /** @param word what runs: `start.dev` */
  constructor(
    private readonly system: { readonly sourceRoot: string; readonly conventions: Conventions },
    word: string,
  ) {
    this.file = join(system.sourceRoot, runLogFile(system.conventions, word));
  }

  /** Says once where it is. */
  announce(): void {
    if (!this.#announced) console.log(`The whole log: ${this.file}`);
    this.#announced = true;
  }

  write(line: string): void {
    if (!this.#begun) this.#begin();
    appendFileSync(this.file, `${line}\n`);
  }

  #begin(): void {
    const { sourceRoot, conventions } = this.system;
    ignoreWorkDirectory(sourceRoot, conventions);
    writeFileSync(this.file, '', { mode: 0o600 });
    this.#begun = true;
  }
}
