import { scriptCall } from '../../dockerfile/scripts.js';
import type { CheckedService } from '../../model/checked-system.js';
import { commandOf, fileAt, pathFrom } from '../container-files.js';
import { imageOf } from '../image.js';
import { isBelow } from '../paths.js';
import type { CheckInput } from '../rule.js';
import { programOf, type Started, startedBy } from '../started.js';

/** Programs and options that restart code, or serve it again, at a change; of words with a space between. */
const RELOADS = [
  /(^| )--(reload|hot|watch(-path)?|debug)(?=[ =]|$)/,
  /\b(nodemon|watchmedo|watchfiles|watchexec|ts-node-dev|jurigged|webpack-dev-server)\b/,
  /\b(next|nuxt|astro|remix|wrangler|fastapi) dev\b/,
  /\b(tsx|bun) (--)?watch\b/,
  /\b(react-scripts start|(webpack|ng|vue-cli-service) serve)\b/,
  /\bvite(?! (build|preview))\b/,
  /\brunserver\b(?!.*--noreload)/,
  /\bstreamlit run\b/,
  /\b(dotnet|cargo) watch\b/,
  /^(\S*\/)?air( |$)/,
  /\bartisan serve\b/,
  /\brails s(erver)? (.* )?(-e|--environment)[ =]dev/,
];

/** In code that is started by itself: `uvicorn.run(…, reload=True)`, `app.run(debug=True)`. */
const RELOADS_IN_CODE = /^(?![ \t]*#).*\b(reload|debug|use_reloader)\s*=\s*True\b/m;

/** Programs that read code once, unless they are told to reload it; of others nobody knows. */
const READS_ONCE =
  /^(uvicorn|gunicorn|hypercorn|daphne|waitress-serve|flask|celery|fastapi|node|ts-node|tsx|bun|deno|vite|next|nuxt|java|ruby|perl|http\.server)$/;
const PYTHON = /^python[\d.]*$/;

/** They only keep a container there, for somebody to work in: nothing runs that could be old. */
const IDLES = /^(sleep\b|tail -[fF] \/dev\/null|cat$|(ba|z|da)?sh( -l)?$)/;

/** Whether a service restarts its code by itself at a change; undefined where nothing says how it is run. */
export function reloadsItself(service: CheckedService, input: CheckInput): boolean | 'no-code' | undefined {
  const flask = service.environment.FLASK_DEBUG?.join('') ?? '';
  if (/^(1|true)$/i.test(flask) && commandOf(service, input).length > 0) return true;
  const image = imageOf(service, input);
  const read = ({ workdir }: Started, path: string): string | undefined => {
    const file = fileAt(service, image, pathFrom(workdir, path));
    const text = file === undefined ? undefined : input.facts.read(file);
    return text && 'text' in text ? text.text : undefined;
  };
  const programs = startedBy(service, input);
  const last = programs.at(-1);
  if (last && IDLES.test([programOf(last.words), ...last.words.slice(1)].join(' '))) return 'no-code';
  const all = programs.map((started) => reloads(started, (path) => read(started, path)));
  // what comes before the last has come to its end, or reloads beside it
  return all.includes(true) || all.at(-1);
}

/** Whether a command is one of a development server: it reloads what it serves. */
export function reloadsCode(words: readonly string[]): boolean {
  const line = words.join(' ');
  // its own server reloads in prod, too
  return !/\bstreamlit run\b/.test(line) && RELOADS.some((reload) => reload.test(line));
}

function reloads({ words }: Started, read: (path: string) => string | undefined): boolean | undefined {
  const line = words.join(' ');
  if (RELOADS.some((reload) => reload.test(line))) return true;
  // a script that could not be followed is what its name says
  const call = scriptCall(words);
  if (call) return call.script === 'dev' || undefined;
  const program = programOf(words);
  if (!PYTHON.test(program)) return READS_ONCE.test(program) ? false : undefined;
  const file = words.find((word) => word.endsWith('.py'));
  const text = file === undefined ? undefined : read(file);
  if (text !== undefined) return RELOADS_IN_CODE.test(text);
  return READS_ONCE.test(words[words.lastIndexOf('-m') + 1] ?? '') ? false : undefined;
}

/** Whether `docker compose watch` restarts the service at a change of a path. */
export function watchRestarts({ watched = [] }: CheckedService, source: string): boolean {
  return watched.some(({ path, action }) => action !== 'sync' && isBelow(source, path));
}
