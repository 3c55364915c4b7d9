import { setPriority } from 'node:os';

/** The word by which the command line is told to check types and say nothing. */
export const CHECK_TYPES = 'check-types';

/** What a process of its own does, so that this run or the next one knows the types of these texts. */
export async function checkTypesAlone(directory: string): Promise<void> {
  // it has until the run ends, and the run has the processor
  setPriority(10);
  const { waitForTurn } = await import('../lib/types/turn.js');
  const { keepResult, knownResult } = await import('../lib/types/type-results.js');
  const endTurn = await waitForTurn(directory, () => knownResult(directory) !== undefined);
  if (!endTurn) return;
  try {
    const { checkTypes } = await import('../lib/types/check-types.js');
    const result = await checkTypes(directory);
    if (result) keepResult(directory, result);
  } finally {
    endTurn();
  }
}
