/** A part of the machine that the system needs, and how to get it when it is missing. */
export interface SetupPart {
  readonly name: string;
  /** Why the system needs it, one clause. */
  readonly why: string;
  /** undefined when fine, else a one-line problem. */
  check(): Promise<string | undefined>;
  /** How to fix it by hand, where it cannot be installed or started here. @default - it always can */
  fix?(): Promise<string | undefined>;
  /** Installs or starts it; `log` receives progress lines. Throws UserError where that cannot be done here. */
  mend(log: (line: string) => void): Promise<void>;
}

/** @param setup the command that mends it, if it can be mended here */
export async function fixOf(part: SetupPart, setup: string): Promise<string> {
  return (await part.fix?.()) ?? setup;
}
