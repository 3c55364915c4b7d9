import type { Log } from './log.js';
import { directoryOf, resolvePath } from './paths.js';
import { isNull, type Table, type Tree } from './tree.js';

/** One entry of `include`: files that are merged into one project. */
export interface Include {
  readonly paths: readonly string[];
  /** What the paths in these files are relative to. */
  readonly directory: string;
  /** @default - `.env` of the directory, if there is one */
  readonly envFiles?: readonly string[];
  readonly place: Tree['place'];
}

/** The includes of a file, their paths absolute. */
export function includesOf(document: Table, directory: string, log: Log): Include[] {
  const items = log.list(document.entries.get('include'), 'include')?.items ?? [];
  return items.flatMap((item): Include[] => {
    const given = item.kind === 'table' ? item.entries : new Map<string, Tree>([['path', item]]);
    const paths = texts(given.get('path'), 'include.path', log).map((path) => resolvePath(directory, path));
    const [first] = paths;
    if (first === undefined) return log.problem(item.place, 'an include names no file') ?? [];
    const [project] = texts(given.get('project_directory'), 'include.project_directory', log);
    const envFile = given.get('env_file');
    return [
      {
        paths,
        directory: project === undefined ? directoryOf(first) : resolvePath(directory, project),
        place: item.place,
        ...(envFile && !isNull(envFile)
          ? { envFiles: texts(envFile, 'include.env_file', log).map((path) => resolvePath(directory, path)) }
          : {}),
      },
    ];
  });
}

/** One text or several. */
function texts(tree: Tree | undefined, what: string, log: Log): string[] {
  const items = tree?.kind === 'list' ? tree.items : tree ? [tree] : [];
  return items.flatMap((item) => log.leaf(item, what)?.text ?? []);
}
