import { clean } from './file-tree.js';
import { UNKNOWN } from './shell.js';
import { absolute } from './stage.js';

/** What a RUN may change. */
export interface Effect {
  /** The program. */
  readonly by: string;
  /** Absolute, the thing itself or all below it; undefined for anywhere. */
  readonly path: string | undefined;
  /** A directory that it makes and whose contents it leaves alone; nothing else changes then. */
  readonly makes?: 'directory';
  /** It takes the path away, whatever happens. */
  readonly removes?: true;
}

/** Values of `-x value`, `--long value` and `--long=value`; the letter may end a group: `-xzC value`, `-qO-`. */
export function optionValues(args: readonly string[], options: readonly string[]): string[] {
  return args.flatMap((word, index) => {
    for (const option of options) {
      if (word.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
      if (word === option) return args.slice(index + 1, index + 2);
      if (option.length !== 2 || !/^-[A-Za-z]/.test(word)) continue;
      const letter = word.indexOf(option[1] ?? '', 1);
      if (letter > 0)
        return letter < word.length - 1 ? [word.slice(letter + 1)] : args.slice(index + 1, index + 2);
    }
    return [];
  });
}

/** A path without anything that the shell fills in. */
export function exactPath(word: string, cwd: string | undefined): string | undefined {
  return /[\0*?[{~]/.test(word) ? undefined : absolute(cwd, word);
}

/** The paths of words; of one with a pattern or something unknown in it, the directory before that. */
export function pathsOf(by: string, words: readonly string[], cwd: string | undefined): Effect[] {
  return words.flatMap((word): Effect[] => {
    if (/^~(\/|$)/.test(word))
      return ['/root', '/home'].map((home) => ({
        by,
        path: clean(`${home}/${beforePattern(word.slice(2))}`),
      }));
    return word.startsWith(UNKNOWN)
      ? [{ by, path: undefined }]
      : [{ by, path: absolute(cwd, beforePattern(word)) }];
  });
}

function beforePattern(word: string): string {
  const start = word.search(/[\0*?[{]/);
  return start < 0 ? word : word.slice(0, word.lastIndexOf('/', start) + 1);
}
