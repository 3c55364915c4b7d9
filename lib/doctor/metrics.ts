import { readText } from '../disk/files.js';
import { type Diagnosis, fine } from './diagnosis.js';
import type { Machine } from './machine.js';

/** Where the engine is told to give what it measures. */
const CONFIGURATION = '/etc/docker/daemon.json';
/** Where its manual has it. */
const USUAL = '127.0.0.1:9323';

/** Whether Prometheus gets what the engine measures, where the system's own measurements are wanted. */
export function metrics({ metrics: { wanted, engine } }: Machine): Diagnosis[] {
  if (!wanted) return [];
  return [
    fine(
      'metrics',
      engine === undefined
        ? `the engine gives none: "metrics-addr": "${USUAL}" in ${CONFIGURATION} turns them on when it is restarted`
        : `the engine gives its own at ${engine}`,
    ),
  ];
}

/** The address at which this machine's engine gives what it measures; undefined where none answers. */
export async function engineMetrics(file = CONFIGURATION): Promise<string | undefined> {
  const url = `http://${addressIn(file)}/metrics`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1000) });
    return /^engine_daemon_/m.test(await answer.text()) ? url : undefined;
  } catch {
    return undefined;
  }
}

function addressIn(file: string): string {
  try {
    const said = (JSON.parse(readText(file) ?? '{}') as Record<string, unknown>)['metrics-addr'];
    return typeof said === 'string' ? said.replace(/^(0\.0\.0\.0)?:/, '127.0.0.1:') : USUAL;
  } catch {
    return USUAL;
  }
}
