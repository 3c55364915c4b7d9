/** How a system runs: `dev` mounts the files that change often, `prod` runs what its images hold. */
export type Mode = 'dev' | 'prod';

export const MODES: readonly Mode[] = ['dev', 'prod'];

export function isMode(word: string | undefined): word is Mode {
  return MODES.some((mode) => mode === word);
}

/**
 * The word for a mode in names that people see: containers, networks, volumes and files. OpsConductor's team calls
 * prod "clean" (`docker-compose.clean.yml`, `opsconductor-ai-brain-clean`).
 */
export function modeName(mode: Mode): 'dev' | 'clean' {
  return mode === 'dev' ? 'dev' : 'clean';
}

/** The name of a system in a mode, its network's and its Compose project's: `opsconductor-dev`. */
export function systemName(system: string, mode: Mode): string {
  return `${system}-${modeName(mode)}`;
}
