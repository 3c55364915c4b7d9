import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file that the page loads. */
interface PageFile {
  readonly text: string;
  readonly type: string;
}

/** The page as it is served: as it stands in `page/`, with the modules of the packages that it is made with. */
export interface PageFiles {
  readonly index: string;
  /** By the names that the page knows them by. */
  readonly modules: ReadonlyMap<string, PageFile>;
  /** What a browser knows the one script in the page by. */
  readonly scripts: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** What the page imports → a package, and its file in it. */
const PACKAGES: Readonly<Record<string, readonly [name: string, file: string]>> = {
  preact: ['preact', 'dist/preact.mjs'],
  'preact/hooks': ['preact', 'hooks/dist/hooks.mjs'],
  htm: ['htm', 'dist/htm.mjs'],
};

export function readPageFiles(): PageFiles {
  const directory = join(import.meta.dirname, 'page');
  const require = createRequire(import.meta.url);
  const packaged = Object.entries(PACKAGES).map(([specifier, [name, file]]) => ({
    specifier,
    name: `${specifier.replace('/', '-')}.js`,
    text: readFileSync(join(rootOf(require.resolve(name), name), file), 'utf8'),
  }));
  const own = readdirSync(directory).map((name) => ({
    name,
    text: readFileSync(join(directory, name), 'utf8'),
  }));
  const map = JSON.stringify({
    imports: Object.fromEntries(packaged.map(({ specifier, name }) => [specifier, `./page/${name}`])),
  });
  const modules = [...packaged, ...own].flatMap(({ name, text }): [string, PageFile][] => {
    const type = TYPES[name.split('.').at(-1) ?? ''];
    return type ? [[name, { text, type }]] : [];
  });
  const index = own.find(({ name }) => name === 'index.html')?.text ?? '';
  return {
    index: index.replace('{}', map),
    modules: new Map(modules),
    scripts: [`'sha256-${createHash('sha256').update(map).digest('base64')}'`],
  };
}

/** A package's own directory, by a file in it. */
function rootOf(path: string, name: string): string {
  const end = join('node_modules', name);
  return path.slice(0, path.lastIndexOf(end) + end.length) || dirname(path);
}
