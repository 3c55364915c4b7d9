import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTemporary, temporaryDirectory } from '../disk/temporary.js';
import { execa } from '../engine/program.js';
import type { OneOffCall } from './one-off.js';

/** What a line of a file of variables cannot have, or docker's client does not read. */
const UNWRITABLE = /[\r\n]|^.{60000}/s;

/**
 * Makes a container with variables that stand neither in a list of processes nor in the environment of one, which every program of
 * this user can read: in a file that nobody else can read, for as long as the call takes.
 */
export async function createContainer({ args, variables }: OneOffCall) {
  const directory = temporaryDirectory('create');
  try {
    const file = join(directory, 'variables');
    const lines = variables.filter(([, value]) => !UNWRITABLE.test(value));
    await writeFile(file, lines.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
    // a secret has no line break
    const others = variables.filter(([, value]) => UNWRITABLE.test(value));
    const options = [`--env-file=${file}`, ...others.map(([name, value]) => `--env=${name}=${value}`)];
    return await execa('docker', ['create', ...options, ...args], { reject: false });
  } finally {
    removeTemporary(directory);
  }
}
