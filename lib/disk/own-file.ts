import { z } from 'zod';
import { UserError } from '../model/user-error.js';
import { readText } from './files.js';

/** Of the form that a file of ours is written in. One without a number is older than the numbers. */
const VERSION = 1;

const versioned = z.object({ version: z.int() }).partial();

/** The text of a JSON file of ours. */
export function ownText(data: object): string {
  return `${JSON.stringify({ version: VERSION, ...data }, undefined, 2)}\n`;
}

/**
 * What a JSON file of ours says; undefined where there is none.
 * @param fix what the user does where it cannot be used
 * @param known the newest version that is read @default - of what is written here
 * @throws UserError for one that is damaged, or of a newer version, in one line
 */
export function readOwn<T>(
  path: string,
  schema: z.ZodType<T>,
  fix: string,
  known: number = VERSION,
): T | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  if (text.trim() === '') throw new UserError(`${path} is empty`, fix);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`, fix);
  }
  const { version = known } = versioned.safeParse(data).data ?? {};
  if (version > known)
    throw new UserError(
      `${path} is of version ${version}, and what runs here reads ${known}`,
      `go on with the newer program that wrote it, or ${fix}`,
    );
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.');
  throw new UserError(`${path} is damaged: ${place ? `${place}: ` : ''}${issue?.message}`, fix);
}
