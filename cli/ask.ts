import { createInterface } from 'node:readline/promises';

/** Whether an answer to `[y/N]` is yes. */
export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}

/** Asks, on a terminal or through a pipe; who does not answer has said nothing. */
export async function ask(question: string): Promise<string> {
  // what is shown may be read by a program
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const silence = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    return (await Promise.race([terminal.question(question), silence])).trim();
  } finally {
    terminal.close();
  }
}
