import type { CheckedService } from '../model/checked-system.js';
import { fileAt, pathFrom } from './container-files.js';
import { imageOf } from './image.js';
import { pythonImports } from './parity/python-imports.js';
import { cleanPath, parentOf } from './paths.js';
import type { CheckInput } from './rule.js';
import { startedBy } from './started.js';

/** A file of the source tree that a service's program reads when it starts. */
export interface ReachedFile {
  /** Relative to the source root. */
  readonly source: string;
  /** Where the container has it. */
  readonly path: string;
  readonly text: string;
  readonly language: 'python' | 'javascript';
}

/** More than any service has; code that leads to more is not followed to its end. */
const MOST = 500;

/** Two rules follow the same code. */
const known = new WeakMap<CheckInput, Map<CheckedService, readonly ReachedFile[]>>();

/** The files that a service starts with, and all that they import from the source tree. Of what cannot be followed, nothing. */
export function reachedCode(service: CheckedService, input: CheckInput): readonly ReachedFile[] {
  const files = known.get(input) ?? new Map<CheckedService, readonly ReachedFile[]>();
  known.set(input, files);
  const found = files.get(service) ?? follow(service, input);
  files.set(service, found);
  return found;
}

function follow(service: CheckedService, input: CheckInput): ReachedFile[] {
  const image = imageOf(service, input);
  const open = startedBy(service, input).flatMap(({ words, workdir }) =>
    entriesOf(words).map((path) => ({ path: pathFrom(workdir, path), roots: [pathFrom(workdir, '.')] })),
  );
  const seen = new Set<string>();
  const found: ReachedFile[] = [];
  for (let next = open.shift(); next && found.length < MOST; next = open.shift()) {
    const { path, roots } = next;
    if (seen.has(path)) continue;
    seen.add(path);
    const source = fileAt(service, image, path);
    const read = source === undefined ? undefined : input.facts.read(source);
    if (source === undefined || !read || 'problem' in read) continue;
    const language = path.endsWith('.py') ? 'python' : 'javascript';
    found.push({ source, path, text: read.text, language });
    const all = found.length === 1 ? [...roots, parentOf(path)] : roots;
    const imported =
      language === 'python' ? importedByPython(read.text, path, all) : required(read.text, path);
    open.push(...imported.map((each) => ({ path: each, roots: all })));
  }
  return found;
}

/** `python main.py`, `python -m api.main`, `uvicorn api.main:app`, `node server.js`. */
function entriesOf(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    if (/\.(py|[cm]?[jt]s)$/.test(word)) return [word];
    const module = /^([A-Za-z_][\w.]*):\w+$/.exec(word)?.[1] ?? (words[i - 1] === '-m' ? word : undefined);
    if (module === undefined) return [];
    const path = module.replaceAll('.', '/');
    return [`${path}.py`, `${path}/__main__.py`];
  });
}

function importedByPython(text: string, path: string, roots: readonly string[]): string[] {
  return pythonImports(text).flatMap(({ level, module, names }) => {
    const parts = module === '' ? [] : module.split('.');
    const bases = level === 0 ? roots : [cleanPath(`${parentOf(path)}/${'../'.repeat(level - 1)}`)];
    const modules = [
      ...parts.map((_, i) => parts.slice(0, i + 1).join('/')),
      ...names.map((name) => [...parts, name].join('/')),
    ];
    return bases.flatMap((base) =>
      modules.flatMap((each) => [cleanPath(`${base}/${each}.py`), cleanPath(`${base}/${each}/__init__.py`)]),
    );
  });
}

const REQUIRED = /\b(?:require\(|from\s|import\s|import\()\s*["'](\.[^"']+)["']/g;

function required(text: string, path: string): string[] {
  return [...text.matchAll(REQUIRED)].flatMap(([, to = '']) => {
    const at = cleanPath(`${parentOf(path)}/${to}`);
    // TypeScript names a file by what it becomes
    const bare = at.replace(/\.[cm]?js$/, '');
    const ends = ['js', 'mjs', 'cjs', 'ts', 'mts', 'tsx', 'jsx'];
    return [at, ...ends.flatMap((end) => [`${bare}.${end}`, `${at}/index.${end}`])];
  });
}
