import { UserError } from '../model/user-error.js';
import { streamDocker } from './docker.js';
import { lastLines } from './last-lines.js';
import { execa } from './program.js';

/** The engine's id of an image: `sha256:…`. */
export async function imageId(name: string): Promise<string> {
  return (await execa('docker', ['image', 'inspect', '--format', '{{.Id}}', name])).stdout;
}

/** The names of all images. */
export async function imageNames(): Promise<ReadonlySet<string>> {
  const { stdout } = await execa('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']);
  return new Set(stdout.split('\n'));
}

/** Gives an image one more name. */
export async function tagImage(name: string, other: string): Promise<void> {
  await execa('docker', ['tag', name, other]);
}

/**
 * Takes names away, or images that have none by their ids; what has no name left is removed. Never by force.
 * @throws UserError naming what the engine keeps, because a container uses it for example
 */
export async function removeImages(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { exitCode, stderr } = await execa('docker', ['image', 'rm', ...names], { reject: false });
  if (exitCode !== 0) throw new UserError(lastLines(stderr, 1));
}

/**
 * Pulls an image, whether the engine has one of that name or not.
 * @returns the digest that the registry has for it: `sha256:…`
 * @throws UserError where no registry gives it
 */
export async function pullImage(name: string, log: (line: string) => void): Promise<string> {
  const { exitCode, all } = await streamDocker(['pull', name], log);
  const digest = /^Digest: (sha256:[0-9a-f]{64})$/m.exec(all)?.[1];
  if (exitCode === 0 && digest !== undefined) return digest;
  throw new UserError(
    `no registry has ${name}: ${lastLines(all, 1)}`,
    'try again where one answers, or map it in cdktf.json',
  );
}

/** Writes images with their names into one tar file. @throws UserError where that fails, for want of space for example */
export async function saveImages(names: readonly string[], file: string): Promise<void> {
  const { exitCode, all } = await streamDocker(['save', '--output', file, ...names], () => {});
  if (exitCode !== 0) throw new UserError(`the images were not written to ${file}: ${lastLines(all, 1)}`);
}
