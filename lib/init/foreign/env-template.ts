import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ModeFiles, projectDirectory } from './setups.js';

/** What people call the file that `.env` is copied from. */
const TEMPLATE =
  /^(\.?env[._-](example|sample|template|dist|default)|(example|sample|template|default)\.env)$/i;

/**
 * How the values of variables get where Compose reads them, in a checkout that has only their template.
 * @returns `copy env.example to .env first`; undefined where `.env` is there, or no template
 */
export function envTemplate(root: string, files: ModeFiles[keyof ModeFiles]): string | undefined {
  const directory = projectDirectory(root, files);
  const own = join(directory, '.env');
  if (existsSync(own)) return undefined;
  const template = readdirSync(directory)
    .filter((name) => TEMPLATE.test(name))
    .sort()[0];
  return template && `copy ${relative(root, join(directory, template))} to ${relative(root, own)} first`;
}
