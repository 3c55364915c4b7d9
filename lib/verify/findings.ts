import type { ServiceReport } from './report.js';

/** Collects what is found of one service. */
export class Findings implements ServiceReport {
  readonly proven: string[] = [];
  readonly problems: string[] = [];
  readonly notes: string[] = [];

  constructor(
    readonly service: string,
    readonly container: string,
  ) {}
}
