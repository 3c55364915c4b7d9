import { readFileSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import type { Reporter, TestCase } from 'vitest/node';
import { type FaultResult, noteResults } from './results.js';
import { RELIABILITY, withTable } from './table.js';

/** What a test of a fault tells of itself. */
export type Told = Pick<FaultResult, 'fault' | 'engine' | 'part'> & Partial<FaultResult>;

declare module 'vitest' {
  interface TaskMeta {
    fault?: Told;
  }
}

/** A reporter of vitest: what came of each fault goes into the table of docs/reliability.md. */
export default class WriteTable implements Reporter {
  readonly #told: (Told & Pick<FaultResult, 'passed'>)[] = [];

  onTestCaseResult(test: TestCase): void {
    const { fault } = test.meta();
    const { state } = test.result();
    if (fault && state !== 'skipped') this.#told.push({ ...fault, passed: state === 'passed' });
  }

  async onTestRunEnd(): Promise<void> {
    const { stdout } = await execa('docker', ['version', '--format', '{{.Server.Version}}'], {
      reject: false,
    });
    const now = { date: new Date().toISOString().slice(0, 10), on: `Engine ${stdout}` };
    const fresh = this.#told.map((told) => ({ times: 0, seconds: 0, lost: [], ...told, ...now }));
    const results = noteResults(fresh);
    writeFileSync(RELIABILITY, withTable(readFileSync(RELIABILITY, 'utf8'), results));
    console.log(`\n${fresh.length} faults injected; their table: ${RELIABILITY}`);
  }
}
