import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { SourceFacts } from '../construct/definition.js';
import { takesShared } from '../dockerfile/read-run.js';
import { type ServedPage, servedPage } from '../dockerfile/served-page.js';
import type { Conventions } from '../model/conventions.js';
import type { BuildSource, ImageMap } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { type BuildContext, readContext, UNREAD } from './context.js';
import { readDockerfile } from './context-files.js';
import { SourceTree } from './source-tree.js';

/** The disk as a stack sees it; each directory and each context is read once. */
export class DiskSources implements SourceFacts {
  readonly tree: SourceTree;
  private readonly contexts: Map<string, BuildContext>;

  /** @param known what has read the same root already, by other images or the same @default - nothing has */
  constructor(
    readonly root: string,
    private readonly images: ImageMap,
    private readonly conventions: Conventions,
    known?: DiskSources,
  ) {
    this.tree = known?.tree ?? new SourceTree(root);
    const isSame = known && isDeepStrictEqual(known.images, images);
    this.contexts = isSame ? known.contexts : new Map();
  }

  takesShared(source: Parameters<typeof readDockerfile>[1]): boolean {
    const { shared } = this.conventions;
    const read = readDockerfile(this.tree, source);
    return shared === undefined || 'fault' in read || takesShared(read.text, shared.source);
  }

  servedPage(
    source: Parameters<NonNullable<SourceFacts['servedPage']>>[0],
    page: ServedPage,
  ): string | undefined {
    const dockerfile = readDockerfile(this.tree, source);
    const json = this.tree.absolute(`${source.directory}/package.json`);
    if ('fault' in dockerfile || !existsSync(json)) return undefined;
    return servedPage(dockerfile.text, readFileSync(json, 'utf8'), page);
  }

  /** Whether each context that was asked for could be read; one that could not is empty. */
  get isWhole(): boolean {
    return ![...this.contexts.values()].includes(UNREAD);
  }

  context(source: BuildSource, mode: Mode): BuildContext {
    const key = `${mode}\0${JSON.stringify(source)}`;
    const known = this.contexts.get(key);
    if (known) return known;
    const context = readContext(this.root, source, mode, this.images, this.conventions, this.tree);
    this.contexts.set(key, context);
    return context;
  }
}
