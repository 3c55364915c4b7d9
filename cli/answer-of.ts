import type { Interface } from 'node:readline/promises';
import { interruption, requireGoesOn } from '../lib/engine/interruption.js';

/**
 * An answer of one who may press Ctrl-C: a terminal in which a line is edited gives that to nobody else.
 * @param answer @returns '' where the question is closed without one
 */
export async function answerOf(terminal: Interface, answer: Promise<string>): Promise<string> {
  const silence = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const close = () => terminal.close();
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  interruption().addEventListener('abort', close);
  try {
    return await Promise.race([answer, silence]);
  } finally {
    interruption().removeEventListener('abort', close);
    terminal.close();
    requireGoesOn();
  }
}
