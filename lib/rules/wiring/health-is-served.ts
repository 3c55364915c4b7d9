import type { CheckedService } from '../../model/checked-system.js';
import { fileAt, pathFrom } from '../container-files.js';
import { eachImage } from '../each-image.js';
import type { Image } from '../image.js';
import type { CheckInput, Rule, ServiceClaim } from '../rule.js';
import { type Started, startedBy } from '../started.js';
import { isInCode, plainRoutes, webOf } from './routes.js';

/** What a health check asks by GET is answered by the code, where that can be read off it. */
export const healthIsServed: Rule = {
  id: 'health-is-served',
  severity: 'warning',
  group: 'wiring',
  claim:
    'The path that a health check asks is a route of the service, if the code states its routes plainly.',
  why: 'The check gets a 404: the service works and is never healthy, and what waits for it never starts.',
  wrong: { language: 'python', text: '# asked: GET /health\n@app.get("/greeting")' },
  right: { language: 'python', text: '@app.get("/health")\n@app.get("/greeting")' },
  check: eachImage((image, service, input) => {
    const path = askedBy(service, image);
    return path ? unanswered(service, image, path, input) : [];
  }),
};

/** A GET by a socket, and a URL of this machine. */
const ASKED = [
  /\bGET (\/[\w./-]*) HTTP/,
  /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[^/\s"']+)?(\/[\w./-]*)/,
];

/** The path, where it has a name that code would have to hold. */
function askedBy({ healthCheck }: CheckedService, image: Image | undefined): string | undefined {
  const text = (healthCheck ?? image?.healthCheck)?.test.join(' ') ?? '';
  const path = ASKED.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  return path?.replace(/\/+$/, '') || undefined;
}

function unanswered(service: CheckedService, image: Image, path: string, input: CheckInput): ServiceClaim[] {
  const programs = startedBy(service, input).flatMap((started) => programOf(started) ?? []);
  const [program, ...others] = programs;
  const web = program && webOf(program.path);
  const file = program && others.length === 0 ? fileAt(service, image, program.path) : undefined;
  if (!web || file === undefined) return [];
  const textOf = (source: string) => {
    const read = input.facts.read(source);
    return 'text' in read ? read.text : '';
  };
  const [first, ...rest] = plainRoutes(textOf(file), web, program.isServed) ?? [];
  const word = path.slice(path.lastIndexOf('/') + 1);
  const sources = [file, ...image.context.files.map(({ source }) => source)];
  const isAnswered = (source: string) => webOf(source) === web && isInCode(word, textOf(source), web);
  if (!first || sources.some(isAnswered)) return [];
  const routes = [first, ...rest].map((route) => route.path).slice(0, 3);
  return [
    {
      at: 'healthCheck',
      problem: `asks GET ${path}, and no code of it has that route`,
      fix: `add the route, or ask one that there is: ${routes.join(', ')}`,
      place: { file, line: first.line },
    },
  ];
}

/** The file that a command runs, and whether another program serves what is in it: `uvicorn app.main:app`. */
function programOf({
  words,
  workdir,
}: Started): { readonly path: string; readonly isServed: boolean } | undefined {
  const served = /\b(?:uvicorn|gunicorn|hypercorn|fastapi|flask)\b/.test(words.join(' '));
  const module = served ? words.find((word) => /^[\w.]+:\w+$/.test(word)) : undefined;
  if (module !== undefined)
    return {
      path: pathFrom(workdir, `${module.replace(/:.*$/, '').replaceAll('.', '/')}.py`),
      isServed: true,
    };
  const path = words.find((word) => /\.(?:py|[cm]?[jt]s)$/.test(word));
  return path === undefined ? undefined : { path: pathFrom(workdir, path), isServed: served };
}
