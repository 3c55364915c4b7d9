import { execaLong } from '../../engine/program.js';
import { type StreamingProgram, startStreaming } from '../../engine/streaming.js';

/** Starts a script in a container, as the user of its service. @param words `$1` and what follows */
export function startScript(
  container: string,
  script: string,
  ...words: readonly string[]
): Promise<StreamingProgram> {
  return startStreaming('docker', ['exec', '--interactive', container, 'sh', '-c', script, 'sh', ...words]);
}

/** What a short script says; undefined where it fails. */
export async function tryScript(container: string, script: string): Promise<string | undefined> {
  const { failed, stdout } = await execaLong('docker', ['exec', container, 'sh', '-c', script], {
    reject: false,
  });
  return failed ? undefined : String(stdout);
}
