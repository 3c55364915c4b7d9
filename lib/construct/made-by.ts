/** A place in a file of code. */
export interface CodePosition {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What this library's own code lies in. */
const LIBRARY = ['../', '../../cli/'].map((folder) => decode(new URL(folder, import.meta.url).pathname));

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

/** The calls of a team's own code in an error's stack, the innermost first, up to what was waited for. */
export function callsIn({ stack = '' }: Error): CodePosition[] {
  return stack.split('\n').flatMap((text) => {
    const [, path = '', line, column] =
      /^ {4}at (?!async )(?:.* \()?(?:file:\/\/)?(\/.*?):(\d+):(\d+)\)?$/.exec(text) ?? [];
    const file = decode(path);
    return file !== '' && isTheirs(file) ? [{ file, line: Number(line), column: Number(column) }] : [];
  });
}

/** Whether a file is none of this library's, nor of another package. */
export function isTheirs(path: string): boolean {
  return !LIBRARY.some((folder) => path.startsWith(folder)) && !path.includes('/node_modules/');
}

/** A URL's path has its blanks as `%20`. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
