import { createInterface } from 'node:readline/promises';
import { answerOf } from './answer-of.js';

/** Whether an answer to `[y/N]` is yes. */
export function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}

/** Asks, on a terminal or through a pipe; who does not answer has said nothing. */
export async function ask(question: string): Promise<string> {
  // what is shown may be read by a program
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = answerOf(terminal, terminal.question(question));
  // a terminal shows Enter itself
  return (await answer.finally(() => process.stdin.isTTY || process.stderr.write('\n'))).trim();
}
