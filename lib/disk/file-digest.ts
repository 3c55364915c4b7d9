import { createHash } from 'node:crypto';
import { type BigIntStats, closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { UserError } from '../model/user-error.js';
import { at } from './files.js';

/** A file is never in memory as a whole: a model in a build context has gigabytes. */
const CHUNK = 1024 * 1024;

/** For all files, one after another: thousands of their own would be thrown away one by one. */
let shared: Buffer | undefined;

/** What tells a file from what it was before → its digest: whoever describes the sources again asks for the same files. */
const known = new Map<string, string>();

/** Milliseconds after which another write has another time: no file system's clock is coarser. */
const TICK = 2000;

/** A file is no longer what it was when it was listed: somebody has saved it meanwhile. */
export class ChangedFile extends UserError {
  constructor(path: string) {
    super(`${path} changed while it was read`, 'start again');
  }
}

/** The SHA-256 of a file, in hexadecimal. @param path absolute @param stats what it is now */
export function fileDigest(path: string, stats = statSync(path, { bigint: true })): string {
  const key = keyOf(path, stats);
  const digest = known.get(key) ?? digestOfParts(path, () => {});
  // one that was saved just now may be saved again within the same tick, and nothing would tell
  if (Date.now() - Number(stats.ctimeMs) > TICK) known.set(key, digest);
  return digest;
}

/**
 * Copies a file.
 * @param digest what it was when it was listed
 * @throws ChangedFile where it is something else by now: an image would be named after another content than it has
 */
export function copyFile(from: string, to: string, digest: string): void {
  const target = at(to, () => openSync(to, 'w'));
  try {
    const copied = digestOfParts(from, (part) => at(to, () => writeSync(target, part)));
    if (copied !== digest) throw new ChangedFile(from);
  } finally {
    closeSync(target);
  }
}

function digestOfParts(path: string, each: (part: Buffer) => void): string {
  const hash = createHash('sha256');
  shared ??= Buffer.allocUnsafe(CHUNK);
  const buffer = shared;
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const length = at(path, () => readSync(file, buffer, 0, CHUNK, null));
      if (length === 0) return hash.digest('hex');
      const part = buffer.subarray(0, length);
      hash.update(part);
      each(part);
    }
  } finally {
    closeSync(file);
  }
}

function keyOf(path: string, { dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [path, dev, ino, size, mtimeNs, ctimeNs].join('\0');
}
