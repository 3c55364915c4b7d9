/** What a start does first, in a process of its own: `take-program.ts DIRECTORY` says what the worktree's copy is. */
import { takeInstance } from '../../lib/deploy/take-instance.js';
import { readSettings } from '../../lib/synth/settings.js';
import { projectAt } from '../conventions.js';

const project = projectAt(process.argv.at(-1) ?? '');
await takeInstance(project);
const { name, portOffset } = readSettings(project);
console.log(JSON.stringify({ name, portOffset }));
