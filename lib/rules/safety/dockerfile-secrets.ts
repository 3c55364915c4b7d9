import { tryRead } from '../../dockerfile/copy-resolution.js';
import { type Instruction, triggerOf } from '../../dockerfile/instructions.js';
import { readPairs, readVariables } from '../../dockerfile/words.js';
import { hasSecret, isSecret } from './secret-texts.js';

/** A variable of a Dockerfile that has a password in plain text. */
export interface DockerfileSecret {
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Passwords in a Dockerfile's ENV and ARG: both stay in the image's history. */
export function dockerfileSecrets(text: string): DockerfileSecret[] {
  const lines = text.split('\n');
  const { list, escapeToken } = tryRead(text) ?? { list: [], escapeToken: '' };
  return list.flatMap((instruction) => {
    const { keyword, text: rest } = instruction.keyword === 'ONBUILD' ? triggerOf(instruction) : instruction;
    if (keyword !== 'ENV' && keyword !== 'ARG') return [];
    const read = keyword === 'ENV' ? readVariables : readPairs;
    // what a variable has here is nobody's secret
    return read(rest, () => null, escapeToken)
      .filter(([name, value]) => value && (isSecret(name, value) || hasSecret(value)))
      .map(([name]) => ({ name, line: lineOf(name, instruction, lines) }));
  });
}

/** The line that names it, of those that an instruction is continued on. */
function lineOf(name: string, { line }: Instruction, lines: readonly string[]): number {
  const word = new RegExp(`(?<!\\w)${name.replace(/\W/g, '\\$&')}(?!\\w)`);
  const further = lines.slice(line - 1).findIndex((each) => word.test(each));
  return line + Math.max(further, 0);
}
