import type { ContextPath, ImageFiles, ImageOptions } from './image-files.js';
import type { Stage } from './stage.js';

/** What FROM and COPY --from name: an additional context, or an image of which more is known than its name. */
export type NamedSource =
  | { readonly kind: 'directory'; readonly files: readonly ContextPath[] }
  | { readonly kind: 'image'; readonly end: Stage }
  | { readonly kind: 'outside'; readonly reference: string };

/** How a Dockerfile is read that others are known beside. */
export interface BuildOptions extends ImageOptions {
  /** What a name stands for, before a stage of that name. @default - an image from outside */
  readonly named?: (name: string) => NamedSource | undefined;
}

/** What an image holds, and how another Dockerfile begins with it. */
export interface BuiltFiles extends ImageFiles {
  /** The stage as it ended. @default - there is none */
  readonly end?: Stage;
}
