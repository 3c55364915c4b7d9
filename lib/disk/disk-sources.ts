import type { SourceFacts } from '../construct/definition.js';
import { takesShared } from '../dockerfile/read-run.js';
import type { Conventions } from '../model/conventions.js';
import type { BuildSource, ImageMap } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { type BuildContext, readContext } from './context.js';
import { readDockerfile } from './context-files.js';
import { SourceTree } from './source-tree.js';

/** The disk as a stack sees it; each context is read once. */
export class DiskSources implements SourceFacts {
  private readonly contexts = new Map<string, BuildContext>();

  constructor(
    readonly root: string,
    private readonly images: ImageMap,
    private readonly conventions: Conventions,
  ) {}

  takesShared(source: Parameters<typeof readDockerfile>[1]): boolean {
    const { shared } = this.conventions;
    const read = readDockerfile(new SourceTree(this.root), source);
    return shared === undefined || 'problem' in read || takesShared(read.text, shared.source);
  }

  context(source: BuildSource, mode: Mode): BuildContext {
    const key = `${mode}\0${JSON.stringify(source)}`;
    const known = this.contexts.get(key);
    if (known) return known;
    const context = readContext(this.root, source, mode, this.images, this.conventions);
    this.contexts.set(key, context);
    return context;
  }
}
