import { MODES, type Mode } from '../lib/model/mode.js';
import { UserError } from '../lib/model/user-error.js';
import type { Project } from '../lib/synth/project.js';
import { releasedSources, verifyMode } from '../lib/verify/mode.js';
import { probe } from '../lib/verify/probe.js';
import { compareSources, formatReport, verifyReport } from '../lib/verify/report.js';
import { describeRunning } from './describe-running.js';

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
  const { started, requireSound } = await describeRunning(project, wanted);
  const found = new Map(
    await Promise.all(wanted.map(async (each) => [each, await verifyMode(started(each), each)] as const)),
  );
  const reports = [...found.values()].flatMap((each) => each?.report ?? []);
  const description = started(found.get('dev') ? 'dev' : 'prod');
  if (reports.length === 0) {
    requireSound();
    throw new UserError(
      `nothing of ${description.settings.name} runs in ${wanted.join(' or ')} mode`,
      description.settings.conventions.commands[wanted[0] ?? 'dev'],
    );
  }
  const dev = found.get('dev')?.sources;
  const prod = found.get('prod')?.sources ?? releasedSources(description);
  const sameSource = dev && prod ? compareSources(dev, prod) : undefined;
  const log = (line: string) => {
    if (!json) console.log(line);
  };
  const probed = probing ? await probe(description, project, log) : undefined;
  const report = verifyReport(reports, sameSource, probed);
  console.log(json ? JSON.stringify(report, undefined, 2) : formatReport(report));
  if (!report.proven) process.exitCode = 1;
  requireSound();
}
