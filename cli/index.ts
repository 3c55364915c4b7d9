/** What scripts and other programs start from a project's directory: its `main.ts`, with a command. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// without a command `main.ts` would synthesise
if (process.argv.length === 2) process.argv.push('--help');
await import(pathToFileURL(join(process.cwd(), 'main.ts')).href);
