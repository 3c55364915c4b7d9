import type { InstructionArguments } from './dispatch.js';
import type { Instruction, Instructions } from './instructions.js';
import { expand } from './variables.js';
import { readArguments, readPairs } from './words.js';

/** FROM and what follows it. */
export interface StageText {
  /** An image or an earlier stage's name, with the ARGs before the first FROM filled in where they have a value. */
  readonly from: string;
  /** In small letters. */
  readonly name: string | undefined;
  /** Of FROM. */
  readonly line: number;
  readonly instructions: readonly Instruction[];
}

/** @param passed build arguments */
export function divide(
  { list, escapeToken }: Instructions,
  passed: InstructionArguments['passed'],
): { readonly stages: readonly StageText[]; readonly args: InstructionArguments } {
  const global = new Map<string, string | null | undefined>();
  const lookup = (name: string) => (global.has(name) ? global.get(name) : null);
  const stages: (StageText & { instructions: Instruction[] })[] = [];
  for (const instruction of list) {
    const { keyword, text } = instruction;
    if (keyword === 'FROM') {
      const [image = '', as, name] = readArguments(text).words;
      const from = expand(image, lookup, { escapeToken }) || image;
      stages.push({ from, name: as && name?.toLowerCase(), line: instruction.line, instructions: [] });
    } else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (keyword === 'ARG')
      for (const [name, value] of readPairs(text, lookup, escapeToken))
        global.set(name, Object.hasOwn(passed, name) ? passed[name] : value);
  }
  return { stages, args: { passed, global } };
}

/** The engine takes a name alone, no number. @returns -1 for none */
export function findTarget(stages: readonly StageText[], target: string | undefined): number {
  return target === undefined ? stages.length - 1 : stageNamed(stages, target, stages.length);
}

/** The last stage of a name that stands before another one. @returns -1 for none */
export function stageNamed(stages: readonly StageText[], name: string, before: number): number {
  return stages.findLastIndex((stage, index) => index < before && stage.name === name.toLowerCase());
}

/** @returns -1 for what is not the number of an earlier stage */
export function stageNumbered(number: string, before: number): number {
  return /^\d+$/.test(number) && Number(number) < before ? Number(number) : -1;
}

/** The target and the stages that it begins with or copies from, in order. A stage can name earlier ones alone. */
export function neededFor(target: number, stages: readonly StageText[]): number[] {
  const needed = new Set([target]);
  for (let index = target; index >= 0; index--) {
    const stage = stages[index];
    if (!stage || !needed.has(index)) continue;
    needed.add(stageNamed(stages, stage.from, index));
    for (const { text, keyword } of stage.instructions) {
      // ONBUILD's text begins with another keyword; it is read by a later stage, which may see more names than this one
      const before = keyword === 'ONBUILD' ? target : index;
      const copied = keyword === 'ONBUILD' ? text.replace(/^\S+\s+/, '') : text;
      for (const { name, value } of readArguments(copied).flags)
        if (name === 'from') {
          needed.add(stageNamed(stages, value, before));
          needed.add(stageNumbered(value, before));
        }
    }
  }
  return [...needed].filter((index) => index >= 0).sort((a, b) => a - b);
}
