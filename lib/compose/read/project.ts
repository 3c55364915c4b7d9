import type { Mode } from '../../model/mode.js';
import type { Attributes } from './attributes.js';

/** What a service is read with. */
export interface ServiceContext {
  readonly mode: Mode;
  readonly root: string;
  /** Compose's name of it: the prefix of what has none of its own. */
  readonly name: string;
  /** The whole file. */
  readonly top: Attributes;
}
