/** How a system runs: `dev` mounts the files that change often, `prod` runs what its images contain. */
export type Mode = 'dev' | 'prod';

export const MODES: readonly Mode[] = ['dev', 'prod'];

export function isMode(word: string | undefined): word is Mode {
  return MODES.some((mode) => mode === word);
}
