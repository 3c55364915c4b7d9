/** Milliseconds without a further event after which a change is taken to be whole. */
const QUIET = 50;
/** Milliseconds after which it is acted on though events keep coming. */
const LONGEST = 1000;

/** Calls close together become one: `act` runs when none has come for a moment, and at the latest after a second. */
export function debounced(act: () => void): () => void {
  let first: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  return () => {
    const now = Date.now();
    first ??= now;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        first = undefined;
        act();
      },
      Math.max(0, Math.min(QUIET, first + LONGEST - now)),
    );
  };
}
