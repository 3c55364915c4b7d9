import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { lastLines } from '../../engine/last-lines.js';
import { startStreaming } from '../../engine/streaming.js';
import { UserError } from '../../model/user-error.js';
import type { ContentReader, DataPlace, Method } from './method.js';

/** The engine reads and writes them: nothing has to be in the image, whose program is paused meanwhile. */
const dump = ({ container, target }: DataPlace) =>
  startStreaming('docker', ['cp', `${container}:${target}`, '-']);

const reader = (): ContentReader => {
  const copy = createHash('sha256');
  return { read: (chunk) => copy.update(chunk), content: () => ({ copy: copy.digest('hex') }) };
};

/** The files of a volume. */
export const files: Method = {
  dump,
  reader,
  fill: async (scratch, feed) => {
    const { word, target } = scratch.part;
    const container = await scratch.create({ isBare: true });
    const write = await startStreaming('docker', ['cp', '-', `${container}:${dirname(target)}`]);
    write.stdout.resume();
    await feed(write);
    const seen = reader();
    const again = await dump({ container, target });
    for await (const chunk of again.stdout) seen.read(chunk);
    const { exitCode, stderr } = await again.ended;
    if (exitCode !== 0)
      throw new UserError(`${word}: what was restored cannot be read: ${lastLines(stderr, 1)}`);
    return seen.content(stderr);
  },
};
