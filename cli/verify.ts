import { nothingRuns } from '../lib/deploy/nothing-runs.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { Project } from '../lib/synth/project.js';
import { releasedSources, verifyMode } from '../lib/verify/mode.js';
import { probe } from '../lib/verify/probe.js';
import { compareSources, formatReport, verifyReport } from '../lib/verify/report.js';
import { describeRunning } from './describe-running.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

export interface VerifyOptions {
  readonly project: Project;
  /** @default - every mode that runs */
  readonly mode?: Mode;
  /** Whether every live path is also saved in each way, in a copy that runs as a system of its own. */
  readonly probe: boolean;
  /** Print the report as JSON. */
  readonly json: boolean;
}

/**
 * `verify.sh`: whether what runs is what the source tree says. Touches nothing of it.
 * @throws UserError where no such mode runs
 */
export async function verify({ project, mode, probe: probing, json }: VerifyOptions): Promise<void> {
  const wanted = mode ? [mode] : MODES;
  const { started, isSound, requireSound } = await describeRunning(project, wanted);
  const found = new Map(
    await Promise.all(wanted.map(async (each) => [each, await verifyMode(started(each), each)] as const)),
  );
  const reports = [...found.values()].flatMap((each) => each?.report ?? []);
  const description = started(found.get('dev') ? 'dev' : 'prod');
  if (reports.length === 0) {
    if (json) printJson(SHAPES.verify, { version: 1, proven: false, modes: [] });
    requireSound();
    throw await nothingRuns(description.settings, mode, description.settings.conventions.commands.verify);
  }
  const dev = found.get('dev')?.sources;
  const prod = found.get('prod')?.sources ?? releasedSources(description);
  const sameSource = dev && prod ? compareSources(dev, prod) : undefined;
  const log = (line: string) => {
    if (!json) console.log(line);
  };
  const probed = probing ? await probe(description, project, log) : undefined;
  const report = verifyReport(reports, sameSource, probed);
  if (json) printJson(SHAPES.verify, { version: 1, ...report, proven: report.proven && isSound() });
  else console.log(formatReport(report));
  if (!report.proven) process.exitCode = 1;
  requireSound();
}
