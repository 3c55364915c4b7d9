/** A route that a text plainly has, and its line, from 1. */
export interface RouteInText {
  readonly path: string;
  readonly line: number;
}

/** How the servers of a language are started, and how their routes are written. */
interface Web {
  readonly starts: RegExp;
  readonly route: RegExp;
  /** What answers paths that are written nowhere. */
  readonly catchesAll: RegExp;
  readonly comments: RegExp;
}

const PYTHON: Web = {
  starts: /\b(?:uvicorn\.run|hypercorn\.run|app\.run|web\.run_app|run_simple)\s*\(/,
  route: /^[ \t]*@\w[\w.]*\.(?:get|head|route|api_route)\(\s*["'](\/[^"']*)["']/gm,
  catchesAll: /:path[}>]|<path:|\.mount\(\s*["']\/?["']|static_folder|StaticFiles/,
  comments: /"""[\s\S]*?"""|'''[\s\S]*?'''|#[^\n]*/g,
};

const JAVASCRIPT: Web = {
  starts: /\.listen\s*\(/,
  route: /\b\w+\.(?:get|head|all|route)\(\s*["'`](\/[^"'`]*)["'`]/g,
  catchesAll: /["'`]\/?\{?\*|\bstatic\(|serveStatic|\.use\(\s*(?:async\b|function\b|\(|\w+\s*=>)/,
  comments: /\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g,
};

/** The language of a program by its file's name; undefined for one of which nothing is known. */
export function webOf(path: string): Web | undefined {
  if (path.endsWith('.py')) return PYTHON;
  return /\.[cm]?[jt]s$/.test(path) ? JAVASCRIPT : undefined;
}

/** The routes of a program that starts its server itself and answers no other path: undefined of any other program. */
export function plainRoutes(text: string, web: Web, isServed: boolean): RouteInText[] | undefined {
  const code = withoutComments(text, web);
  if ((!isServed && !web.starts.test(code)) || web.catchesAll.test(code)) return undefined;
  const routes = [...code.matchAll(web.route)].map((match) => ({
    path: match[1] ?? '',
    line: code.slice(0, match.index + match[0].length).split('\n').length,
  }));
  return routes.length > 0 ? routes : undefined;
}

/** Whether a word is anywhere in the code of a text. */
export function isInCode(word: string, text: string, web: Web): boolean {
  return withoutComments(text, web).toLowerCase().includes(word.toLowerCase());
}

/** Every line stays where it is. */
function withoutComments(text: string, { comments }: Web): string {
  return text.replaceAll(comments, (comment) => comment.replaceAll(/[^\n]/g, ''));
}
