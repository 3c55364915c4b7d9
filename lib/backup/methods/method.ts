import type { StreamingProgram } from '../../engine/streaming.js';
import type { Content } from '../content.js';
import type { ServiceApart } from '../service-apart.js';

/** A volume's place in a container that runs. */
export interface DataPlace {
  readonly container: string;
  /** Where the container has it. */
  readonly target: string;
}

/** Learns what is in a stream while that passes. */
export interface ContentReader {
  read(chunk: Buffer): void;
  /** @param stderr what the program said that wrote it */
  content(stderr: string): Content;
}

/** How one kind of data is copied while it is in use, and brought back. */
export interface Method {
  /** Begins to write a copy of one moment. */
  dump(place: DataPlace): Promise<StreamingProgram>;
  reader(): ContentReader;
  /**
   * Brings a copy into a fresh volume.
   * @param feed writes the copy into a program
   * @returns what is there then, as its own program sees it
   * @throws UserError where that program does not take it
   */
  fill(scratch: ServiceApart, feed: Feed, kept: Content): Promise<Content>;
}

/** Writes a copy into a program to the end. @throws UserError where the copy is damaged, or the program does not take it */
export type Feed = (into: StreamingProgram) => Promise<void>;
