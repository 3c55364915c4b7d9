/** A reader that has seen enough (`| head`) is not an error. */
export function letReaderEnd(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}
