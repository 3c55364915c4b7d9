import type { Commands } from '../lib/model/conventions.js';
import type { StatusRow } from './row-parts.js';

/** How what is not right is mended, a line each: a start brings nothing to a service that fails by what is in it. */
export function cures(
  rows: readonly StatusRow[],
  { start, isSound, undone, commands }: StatusCure,
): readonly string[] {
  const wrong = rows.filter(({ right }) => !right);
  const failing = wrong.filter(fails).map(({ service }) => service);
  const isMended = wrong.some((row) => !fails(row));
  return [
    ...(isMended && isSound ? [`  Not all is right. ${startedAgain(start, undone)}`] : []),
    ...(isMended && !isSound
      ? ['  Not all is right, and a start is refused until its sources are mended:']
      : []),
    ...(failing.length > 0
      ? [
          `  Not healthy by what ${failing.length === 1 ? 'it is' : 'they are'}: ${failing.join(', ')}. Fix: ${commands.program} logs ${failing.join(' ')} shows why; correct that.`,
        ]
      : []),
  ];
}

export interface StatusCure {
  /** The command that starts the mode as it was started. */
  readonly start: string;
  /** Whether nothing is wrong with the source root. */
  readonly isSound: boolean;
  /** The release that a rollback has taken back. @default - none */
  readonly undone?: string | undefined;
  readonly commands: Pick<Commands, 'program'>;
}

/** A start of what was taken back would bring it back. */
function startedAgain(start: string, undone: string | undefined): string {
  return undone === undefined
    ? `Fix: ${start}.`
    : `Release ${undone} was taken back; ${start} deploys the source tree as it is now.`;
}

/** Whether a service runs as it is described, on the files that are there, and is not well all the same. */
function fails({ state, image, files, changed }: StatusRow): boolean {
  const isCurrent = image === 'current' && (files === 'mounted' || files === 'baked') && !changed;
  return isCurrent && (state === 'running' || state === 'restarting');
}
