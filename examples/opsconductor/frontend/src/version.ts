/** Shown at the foot of the page, to see that an edit took effect. */
export const VERSION = '1';
