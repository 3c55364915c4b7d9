import type { CheckedService } from '../../model/checked-system.js';
import { fileAt, pathFrom } from '../container-files.js';
import { imageOf } from '../image.js';
import { cleanPath, isBelow } from '../paths.js';
import type { CheckInput } from '../rule.js';
import { programOf, startedBy } from '../started.js';

/** Programs that can be told to watch some paths alone, and the options that tell them. */
const OPTIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(uvicorn|fastapi|hypercorn)$/, ['--reload-dir']],
  [/^(nodemon|ts-node-dev)$/, ['--watch', '-w']],
  [/^watchmedo$/, ['--directory', '-d']],
  [/^node$/, ['--watch-path']],
];

/**
 * The container paths that a service's reload is told to watch; undefined where it watches all that it can.
 * It may start several programs: what one of them sees is seen.
 */
export function watchedPart(service: CheckedService, input: CheckInput): readonly string[] | undefined {
  const parts = startedBy(service, input).flatMap(({ words, workdir }) => {
    const name = words
      .map((word) => programOf([word]))
      .find((each) => OPTIONS.some(([program]) => program.test(each)));
    const options = OPTIONS.find(([program]) => name !== undefined && program.test(name))?.[1] ?? [];
    const given = valuesOf(words, options);
    const paths =
      given.length === 0 && name === 'nodemon' ? watchedByNodemon(workdir, service, input) : given;
    return [paths.map((path) => pathFrom(workdir, path))];
  });
  const told = parts.filter((paths) => paths.length > 0);
  return told.length > 0 ? told.flat() : undefined;
}

/** What nodemon's own file says, else package.json. */
function watchedByNodemon(workdir: string, service: CheckedService, input: CheckInput): string[] {
  const image = imageOf(service, input);
  const read = (name: string): unknown => {
    const file = fileAt(service, image, pathFrom(workdir, name));
    const found = file === undefined ? undefined : input.facts.read(file);
    try {
      return found && 'text' in found ? JSON.parse(found.text) : undefined;
    } catch {
      return undefined;
    }
  };
  const { watch } = (read('nodemon.json') ??
    (read('package.json') as { readonly nodemonConfig?: unknown } | undefined)?.nodemonConfig ??
    {}) as { readonly watch?: unknown };
  return [watch].flat().filter((path) => typeof path === 'string');
}

/** Whether what is mounted at a path is outside of all that is watched. */
export function isUnwatched(target: string, watched: readonly string[]): boolean {
  const at = cleanPath(target);
  return !watched.some((path) => isBelow(at, path) || isBelow(path, at));
}

function valuesOf(words: readonly string[], options: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const option = options.find((each) => word === each || word.startsWith(`${each}=`));
    if (option === undefined) return [];
    const value = word === option ? words[i + 1] : word.slice(option.length + 1);
    return value === undefined ? [] : [value];
  });
}
