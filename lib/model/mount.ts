import type { Mode } from './mode.js';

/** A file or directory of the source root laid over the image. Exists in dev only: {@link Mount}. */
export interface BindMount {
  readonly type: 'bind';
  /** Relative to the source root, with `/`: `order-service/main.py`. */
  readonly source: string;
  readonly kind: 'file' | 'dir';
  readonly target: string;
  readonly readOnly: boolean;
  /** Whether the running service sees a change by itself; otherwise dev mode restarts it. */
  readonly hot: boolean;
}

/** A named volume for data that outlives its container. */
export interface VolumeMount {
  readonly type: 'volume';
  /** The engine's name for it, different in each mode: `shop-postgres_data-dev`. */
  readonly volume: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What a container of a mode may mount; a bind mount in anything of prod does not compile. */
export type Mount<M extends Mode = Mode> = M extends 'dev' ? BindMount | VolumeMount : VolumeMount;
