import { interruptedBy, leaves, settling } from '../engine/interruption.js';
import { UserError } from '../model/user-error.js';

/** How what ran before a change runs again. */
export interface WayBack {
  /** Of which nothing else is to be said: `release 1f… runs again`. */
  readonly done: string;
  go(): Promise<void>;
}

/**
 * Makes a change of what runs. One that fails, or is ended by a signal, is undone: what ran before it runs again.
 * @param back @default - nothing ran before, or what failed is to be looked at
 * @throws UserError why it failed, and what runs now
 */
export async function orGoBack(change: () => Promise<void>, back: WayBack | undefined): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!back) throw error;
    const now = await settling(() => goBack(back));
    if (interruptedBy() !== undefined)
      leaves(now.slice(0, 1).toLowerCase() + now.slice(1).replace(/\.$/, ''));
    if (error instanceof UserError) throw new UserError(`${error.message}\n${now}`, error.fix);
    console.error(now);
    throw error;
  }
}

/** Lets what ran before run again. @returns what came of it, as a sentence */
export async function goBack({ done, go }: WayBack): Promise<string> {
  const began = Date.now();
  try {
    await go().catch((error: unknown) => {
      if (interruptedBy() === undefined) throw error;
      // the engine goes on with a stop whose client the signal has ended, and ends what this found running
      return go();
    });
  } catch (error) {
    const fix = error instanceof UserError && error.fix ? ` (${error.fix})` : '';
    return `The way back failed, too: ${(error as Error).message}${fix}`;
  }
  return `${done} (${((Date.now() - began) / 1000).toFixed(1)} s).`;
}
