import { existsSync } from 'node:fs';
import type { z } from 'zod';
import { readText } from '../disk/files.js';
import { UserError } from '../model/user-error.js';

/** What a JSON file says; the fallback where there is none. @throws UserError for one that says something else */
export function readOptional<T>(path: string, schema: z.ZodType<T>, fallback: T): T {
  return existsSync(path) ? readJson(path, schema) : fallback;
}

/** @throws UserError for a file that does not exist, or says something else */
export function readJson<T>(path: string, schema: z.ZodType<T>): T {
  const text = readText(path);
  if (text === undefined) throw new UserError(`${path} does not exist`, "run from the project's directory");
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new UserError(
      `${path} is not JSON: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`,
      'correct it',
    );
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UserError(`${path}: ${issue?.path.join('.')}: ${issue?.message}`, 'correct it');
}
