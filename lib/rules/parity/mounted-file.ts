/** A file of the source tree that dev mounts, and where the container sees it. */
export interface MountedFile {
  /** Relative to the source root. */
  readonly source: string;
  readonly target: string;
}
