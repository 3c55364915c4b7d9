/** A command that has run to its end. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a tool gives back, in the protocol's terms. */
export interface Answer {
  // the protocol's own type has room for more
  [more: string]: unknown;
  content: { type: 'text'; text: string }[];
  isError?: boolean;
}

/** A model reads no more than that at once. */
const LONGEST = 100_000;

/**
 * What a command has shown, and below it what it said beside that. It has failed where it has shown nothing: what is not right, or
 * differs, ends with a code of its own.
 * @param shown what of its output is shown @default - all
 */
export function answerOf(
  ran: Ran,
  {
    mask,
    shown = ({ stdout }) => stdout,
  }: { mask(text: string): string; shown?: ((ran: Ran) => string) | undefined },
): Answer {
  // cut off behind the mask: half of a secret is none that it knows
  const texts = [shown(ran), ran.stderr].map((text) => cut(mask(text.trim()))).filter((text) => text !== '');
  const hasFailed = ran.code !== 0 && !/^[[{]/.test(ran.stdout.trimStart());
  return {
    content: (texts.length > 0 ? texts : ['Nothing.']).map((text) => ({ type: 'text' as const, text })),
    ...(hasFailed ? { isError: true } : {}),
  };
}

/** The documents of `logs --json` as lines, the last of them alone. */
export function logLines({ stdout }: Ran, most: number): string {
  const all = stdout.split('\n').filter((line) => line !== '');
  const left = all.length - most;
  const lines = all.slice(-most).map((line) => {
    const { time, service, text } = JSON.parse(line) as { time: string; service: string; text: string };
    return `${time} ${service} | ${text}`;
  });
  return [
    ...(left > 0 ? [`(${left} earlier lines are left out: ask for more lines, or a later time)`] : []),
    ...lines,
  ].join('\n');
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST)}\n(${text.length - LONGEST} more characters are left out: ask for less)`;
}
