import { interruptedBy } from '../lib/engine/interruption.js';

/** A reader that has seen enough (`| head`) is not an error; nor is a terminal that was closed while something is brought to its end. */
export function letReaderEnd(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (interruptedBy() === undefined) process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
}
