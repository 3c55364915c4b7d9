/** A place in a file of code. */
export interface CodePosition {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What this library's own code lies below. */
const LIBRARY = new URL('../', import.meta.url).pathname;

/**
 * The calls by which a construct came to be. Taken while it is made, and read only where somebody asks: that is when
 * the runtime finds the lines of TypeScript, which takes its time.
 */
export class MadeBy {
  private readonly trace = new Error('made here');

  /** The team's own calls, the innermost first. */
  get calls(): readonly CodePosition[] {
    return (this.trace.stack ?? '').split('\n').flatMap((text) => {
      const [, path = '', line, column] =
        /^ {4}at (?!async )(?:.* \()?(?:file:\/\/)?(\/.*?):(\d+):(\d+)\)?$/.exec(text) ?? [];
      const file = decode(path);
      if (file === '' || file.startsWith(LIBRARY) || file.includes('/node_modules/')) return [];
      return [{ file, line: Number(line), column: Number(column) }];
    });
  }
}

/** A URL's path has its blanks as `%20`. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
