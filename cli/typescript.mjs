/**
 * Lets Node load TypeScript that names its modules as `./x.js`: `node --import ./cli/typescript.mjs FILE.ts`. What a file
 * becomes is kept by its text: a command loads 300 files, which take tsx twice as long as all that the command does
 * (ADR 15). Nothing here checks types.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// a command takes its signals as soon as it is loaded (lib/engine/interruption.ts), which takes it a moment
if (/[/]cli[/]index[.]ts$/.test(process.argv[1] ?? '')) {
  const heed = (/** @type {NodeJS.Signals} */ signal) => {
    console.error('interrupted: nothing was changed.');
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  Reflect.set(globalThis, Symbol.for('twomode.heeding'), heed);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, heed);
}

/** Its source, which is in no package. */
const LIBRARY = new URL('../lib/index.ts', import.meta.url);
const TYPESCRIPT = /\.m?ts$/;
const cache = join(
  dirname(createRequire(import.meta.url).resolve('zod/package.json')),
  '../.cache/twomode/stripped',
);
/** Every file that was loaded so: `loaded-files.ts` asks whether any has changed since. */
const loaded = new Set();
/** Whether a file that a module names is one of TypeScript: most are named by many. */
const files = new Map();
Reflect.set(globalThis, Symbol.for('twomode.loaded'), loaded);
// a stack names the lines of TypeScript
process.setSourceMapsEnabled(true);

registerHooks({
  resolve(specifier, context, next) {
    // an example of this repository imports the library as everyone does
    if (specifier === 'twomode' && existsSync(LIBRARY))
      return { url: LIBRARY.href, format: 'module', shortCircuit: true };
    if (/^\.\.?\/.*\.js$/.test(specifier) && TYPESCRIPT.test(context.parentURL ?? '')) {
      const url = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
      if (isThere(url.href)) return { url: url.href, format: 'module', shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!TYPESCRIPT.test(url)) return next(url, context);
    return { format: 'module', source: asJavaScript(url), shortCircuit: true };
  },
});

/** @param {string} url */
function isThere(url) {
  const known = files.get(url) ?? existsSync(new URL(url));
  files.set(url, known);
  return known;
}

/** @param {string} url of a file of TypeScript */
function asJavaScript(url) {
  loaded.add(fileURLToPath(url));
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const name = basename(url);
  const kept = join(cache, `${digest(`${process.version} ${name} ${text}`)}.js`);
  const known = read(kept);
  if (known !== undefined) return known;
  const code = stripped(text, name, fileURLToPath(url));
  keep(kept, code);
  return code;
}

/**
 * @param {string} text
 * @param {string} name its file's own: a stack names it beside the module, wherever a copy of the same text lies
 * @param {string} path where this copy lies, for what is wrong in it
 */
function stripped(text, name, path) {
  const { emitWarning } = process;
  // that this function of Node may still change is nothing for whoever calls a script
  process.emitWarning = () => {};
  try {
    return withoutTypes(text, name);
  } catch (error) {
    throw error instanceof Error ? placed(error, name, path) : error;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Types become spaces, so that each line and column stays, and no map is needed, which is most of what is loaded. Where more than types
 * has to go, as a parameter that is a property, there is one.
 * @param {string} text
 * @param {string} name
 */
function withoutTypes(text, name) {
  try {
    return stripTypeScriptTypes(text);
  } catch {
    // of what cannot be read it names the file, too
    return stripTypeScriptTypes(text, { mode: 'transform', sourceMap: true, sourceUrl: name });
  }
}

/**
 * With the place at the head of its stack, as what Node itself could not read. Node 22 has it in a drawing below the message.
 * @param {Error} error
 * @param {string} name
 * @param {string} path
 */
function placed(error, name, path) {
  const drawn = /^\s*x (.*)\n\s*,-(?:\[(\d+):)?/.exec(error.message);
  if (drawn) {
    const [, text = '', line = '1'] = drawn;
    error.message = text;
    error.stack = `${path}:${line}\n${error.name}: ${text}`;
  } else error.stack = error.stack?.replace(name, path);
  return error;
}

/** @param {string} text */
function digest(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Where it cannot be written, the next command does the same work again.
 * @param {string} path
 * @param {string} text
 */
function keep(path, text) {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, text);
    renameSync(`${path}.${process.pid}`, path);
  } catch {}
}
