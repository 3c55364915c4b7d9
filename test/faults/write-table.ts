import { readFileSync, writeFileSync } from 'node:fs';
import { execa } from 'execa';
import type { Reporter, TestCase } from 'vitest/node';
import { type FaultResult, noteResults } from './results.js';
import { RELIABILITY, withTable } from './table.js';

/** What a test of a fault tells of itself. */
type Told = Pick<FaultResult, 'fault' | 'engine' | 'part'> & Partial<FaultResult>;

declare module 'vitest' {
  interface TaskMeta {
    fault?: Told;
  }
}

/** A reporter of vitest: what came of each fault goes into the table of docs/reliability.md, at once: a run may be cut short. */
export default class WriteTable implements Reporter {
  #on = '';

  async onInit(): Promise<void> {
    const { stdout } = await execa('docker', ['version', '--format', '{{.Server.Version}}'], {
      reject: false,
    });
    this.#on = `Engine ${stdout}`;
  }

  onTestCaseResult(test: TestCase): void {
    const { fault } = test.meta();
    const { state } = test.result();
    if (!fault || state === 'skipped') return;
    const now = { date: new Date().toISOString().slice(0, 10), on: this.#on };
    const nothing = { times: 0, seconds: 0, lost: [] };
    const results = noteResults([{ ...nothing, ...fault, passed: state === 'passed', ...now }]);
    writeFileSync(RELIABILITY, withTable(readFileSync(RELIABILITY, 'utf8'), results));
  }

  onTestRunEnd(): void {
    console.log(`\nThe table of what came of each fault: ${RELIABILITY}`);
  }
}
