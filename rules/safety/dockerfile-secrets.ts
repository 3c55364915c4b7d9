import { tryRead } from '../../model/copy-resolution.js';
import { type Instruction, triggerOf } from '../../model/dockerfile/instructions.js';
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
  return (tryRead(text)?.list ?? []).flatMap((instruction) => {
    const { keyword, text: rest } = instruction.keyword === 'ONBUILD' ? triggerOf(instruction) : instruction;
    if (keyword !== 'ENV' && keyword !== 'ARG') return [];
    return pairs(rest)
      .filter(([name, value]) => isSecret(name, value) || hasSecret(value))
      .map(([name]) => ({ name, line: lineOf(name, instruction, lines) }));
  });
}

/** `A=1 B="2"`, and the old `A 1`. */
function pairs(text: string): (readonly [string, string])[] {
  const [, name, rest] = /^(\w+)\s+([^=]*)$/.exec(text) ?? [];
  if (name !== undefined && rest !== undefined) return [[name, rest]];
  return [...text.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)].map(
    ([, key = '', value = '']) => [key, value.replace(/^["']|["']$/g, '')] as const,
  );
}

/** The line that names it, of those that an instruction is continued on. */
function lineOf(name: string, { line }: Instruction, lines: readonly string[]): number {
  const word = new RegExp(`\\b${name}\\b`);
  const further = lines.slice(line - 1).findIndex((each) => word.test(each));
  return line + Math.max(further, 0);
}
