/** A place in a file of code. */
export interface CodePosition {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

const folder = (path: string) => decode(new URL(path, import.meta.url).pathname);
const COMMANDS = folder('../../cli/');
/** What this library's own code lies in. */
const LIBRARY = [folder('../'), COMMANDS];

/**
 * The calls by which a construct came to be. Taken while it is made, and read only where somebody asks: that is when
 * the runtime finds the lines of TypeScript, which takes its time.
 */
export class MadeBy {
  private readonly trace = new Error('made here');

  /** The team's own calls, the innermost first. */
  get calls(): readonly CodePosition[] {
    return callsIn(this.trace);
  }
}

/**
 * The calls of a team's own code in an error's stack, the innermost first, up to what was waited for and to the command
 * that runs: above it a team's own code only calls `run`.
 */
export function callsIn({ stack = '' }: Error): CodePosition[] {
  const calls: CodePosition[] = [];
  for (const text of stack.split('\n')) {
    const [, path = '', line, column] =
      /^ {4}at (?!async )(?:.* \()?(?:file:\/\/)?(\/.*?):(\d+):(\d+)\)?$/.exec(text) ?? [];
    const file = decode(path);
    if (file.startsWith(COMMANDS)) break;
    if (file !== '' && isTheirs(file)) calls.push({ file, line: Number(line), column: Number(column) });
  }
  return calls;
}

/** Whether a file is none of this library's, nor of another package. */
export function isTheirs(path: string): boolean {
  return !LIBRARY.some((own) => path.startsWith(own)) && !path.includes('/node_modules/');
}

/** A URL's path has its blanks as `%20`. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
