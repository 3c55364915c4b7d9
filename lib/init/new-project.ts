import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isName } from '../construct/define-system.js';
import { UsageError, UserError } from '../model/user-error.js';
import { executable } from './executable.js';

/** What stands in the template where a project has its name. */
const PLACEHOLDER = 'my-system';

/** A project that can be started: a system of one service. */
export interface NewProject {
  readonly name: string;
  /** Its files: path relative to the directory, with `/` → text. */
  readonly files: ReadonlyMap<string, string>;
}

/** @throws UsageError for a name that no container could have */
export function requireName(name: string): void {
  if (!isName(name))
    throw new UsageError(
      `"${name}" cannot be a system's name`,
      'give one of lower-case letters, digits and "-": npx twomode init shop',
    );
}

/**
 * What a new project has; nothing is written.
 * @param directory where it is to be, absolute
 * @param said its name @default - that of the directory
 * @throws UserError for a name that no container could have, and where anything would be overwritten
 */
export function newProject(directory: string, said?: string): NewProject {
  const name = said ?? basename(directory).toLowerCase();
  requireName(name);
  const texts = [...templateFiles()].map(
    ([path, text]) => [path, text.replaceAll(PLACEHOLDER, name)] as const,
  );
  const directories = texts.flatMap(([path]) => (path.includes('/') ? [path.replace(/\/.*/, '')] : []));
  const files = new Map([...texts, executable(name, directories)]);
  const there = [...files.keys()].filter((path) => existsSync(join(directory, path)));
  if (there.length > 0)
    throw new UserError(
      `${there.join(', ')}: already there, so nothing was written`,
      'start in another directory, or move it away',
    );
  return { name, files: files.set('package.json', packageJson(join(directory, 'package.json'))) };
}

/**
 * Writes files of a project that are not there yet; one that is the same stays, and a `package.json` has been read before it is written.
 * @throws UserError where another one is in its place: then nothing is written
 */
export function writeNew(directory: string, files: ReadonlyMap<string, string>): void {
  const taken = [...files].flatMap(([path, text]) => {
    const there = join(directory, path);
    const isOther = existsSync(there) && readFileSync(there, 'utf8') !== text;
    return isOther && basename(path) !== 'package.json' ? [path] : [];
  });
  if (taken.length > 0)
    throw new UserError(
      `${taken.join(', ')}: already there, so nothing was written`,
      'move it away, and start again',
    );
  writeProject(directory, { files });
}

export function writeProject(directory: string, { files }: Pick<NewProject, 'files'>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
    if (text.startsWith('#!')) chmodSync(join(directory, path), 0o755);
  }
}

function templateFiles(): Map<string, string> {
  const template = fileURLToPath(new URL('../../template', import.meta.url));
  const paths = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  // npm packs no .gitignore
  const target = (path: string) => path.slice(template.length + 1).replace(/^gitignore$/, '.gitignore');
  return new Map(paths.map((path) => [target(path), readFileSync(path, 'utf8')]));
}

/** npm's own, which says what is installed: what it does not say yet is added, for `main.ts` is an ES module. */
export function packageJson(file: string): string {
  const said: Record<string, unknown> = existsSync(file) ? parse(file) : {};
  if (said.type !== undefined && said.type !== 'module')
    throw new UserError(
      `package.json says "type": "${said.type}", but main.ts is an ES module; nothing was written`,
      'say "type": "module" there, or start in another directory',
    );
  return `${JSON.stringify({ private: true, ...said, type: 'module' }, undefined, 2)}\n`;
}

function parse(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`package.json cannot be read as JSON: ${(error as Error).message}`, 'correct it');
  }
}
