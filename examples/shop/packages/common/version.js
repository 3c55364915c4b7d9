/** Shown by every service, so that one sees which shared code it runs. */
export const SHARED = '1';
