import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

/** On all that these tests make: the first says whose it is, the second which test file's, for files run at once. */
const RUN = `io.opsconductor.test.run=${randomUUID()}`;
const LABELS = ['--label', 'io.opsconductor.test=setup', '--label', RUN];

export interface Output {
  readonly failed: boolean;
  /** Standard output and error together. */
  readonly text: string;
}

export async function docker(args: readonly string[], input?: string): Promise<Output> {
  const options = { all: true, reject: false, input: input ?? '' } as const;
  const result = await execa('docker', args, options);
  return { failed: result.failed, text: result.all };
}

/** Like docker(), but a failure is an error with the command's output. */
export async function mustDocker(args: readonly string[], input?: string): Promise<string> {
  const { failed, text } = await docker(args, input);
  if (failed) throw new Error(`docker ${args.join(' ')}: ${text}`);
  return text.trim();
}

/** Creates, fills (file in the container → a file or folder here) and starts a container; returns its id. */
export async function start(
  options: readonly string[],
  image: string,
  command: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const id = await mustDocker(['create', ...LABELS, ...options, image, ...command]);
  for (const [target, source] of Object.entries(files)) await mustDocker(['cp', source, `${id}:${target}`]);
  await mustDocker(['start', id]);
  return id;
}

export async function volume(): Promise<string> {
  return mustDocker(['volume', 'create', ...LABELS]);
}

/** Builds a folder with the given Dockerfile; returns the image's id. */
export async function build(dockerfile: string, context: string): Promise<string> {
  const args = ['build', '--quiet', '--force-rm', ...LABELS, '--file', '-', context];
  return (await mustDocker(args, dockerfile)).split('\n').at(-1) ?? '';
}

/** Waits until the command succeeds in the container. @param seconds how long @throws Error with the container's log */
export async function waitFor(id: string, command: readonly string[], seconds: number): Promise<string> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const { failed, text } = await docker(['exec', id, ...command]);
    if (!failed) return text.trim();
    if (Date.now() > end) {
      const { text: log } = await docker(['logs', '--tail', '20', id]);
      throw new Error(`${command.join(' ')} did not succeed within ${seconds} s: ${text}\n${log}`);
    }
    await sleep(300);
  }
}

/** Removes the containers, volumes and images that this test file made. */
export async function cleanUp(): Promise<void> {
  const filter = ['--quiet', '--filter', `label=${RUN}`];
  const remove = async (list: readonly string[], command: readonly string[]) => {
    const ids = (await mustDocker([...list, ...filter])).split('\n').filter((id) => id !== '');
    if (ids.length > 0) await docker([...command, ...new Set(ids)]);
  };
  await remove(['ps', '--all'], ['rm', '--force', '--volumes']);
  await remove(['volume', 'ls'], ['volume', 'rm']);
  await remove(['images'], ['rmi', '--force']);
}
