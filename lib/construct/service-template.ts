import type { PortProps } from './description.js';

/** A service to be created: its names, and ports that no other service has. */
export interface NewService {
  /** As containers and directories have it: `billing`. */
  readonly name: string;
  /** The name of its construct's class: `Billing`. */
  readonly className: string;
  /** The next ports after those in use, 1 to 65535 each. */
  readonly port: Required<PortProps>;
}

/** Text that is inserted into a file of the project, after the last match of a pattern. */
export interface Insertion {
  /** Relative to the project's directory, with `/`. */
  readonly file: string;
  /** Matches whole lines, with the flag `m`. */
  readonly after: RegExp;
  /** One or more lines, without the final line break. */
  readonly text: string;
}

/**
 * What `new service NAME` writes: `constructs/NAME.ts`, its statement in the stack, and the directory NAME in the source
 * root.
 */
export interface ServiceTemplate {
  /** The file that creates the services, relative to the project's directory: it gets an import and a statement. */
  readonly stack: string;
  /** The third argument of the statement: `{ mode }`. */
  readonly props: string;
  /** The text of the construct's file: it exports a class of the service's class name. */
  readonly construct: (service: NewService) => string;
  /**
   * The files of the service's directory: path relative to it → text.
   * @param read gives the text of a file by its path relative to the source root; throws a `UserError` where there is none
   */
  readonly source: (service: NewService, read: (path: string) => string) => Readonly<Record<string, string>>;
  /** What is added to documents and tests. If a file has no such place, a message says what to add by hand. @default - nothing */
  readonly insertions?: (service: NewService) => readonly Insertion[];
  /** Commands that are run from the project's directory when everything is written, to update what is derived from it. @default - none */
  readonly afterwards?: readonly string[];
}
