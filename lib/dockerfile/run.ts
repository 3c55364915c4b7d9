import type { Effect } from './effect.js';
import { givenBySetcap } from './file-capabilities.js';
import type { Instruction } from './instructions.js';
import { note } from './place.js';
import { effectsOf } from './run-effects.js';
import { lookupIn, type Stage } from './stage.js';
import { readArguments } from './words.js';

/** Shells whose scripts can be read. */
const POSIX = /^(ba|da|a|z|k)?sh$/;

/** Notes what a RUN may change, and makes the directories that it makes. */
export function run(instruction: Instruction, stage: Stage): void {
  const capabilities = givenBySetcap(
    [instruction.text, ...instruction.heredocs.map(({ body }) => body)].join('\n'),
  );
  if (capabilities.length > 0) stage.fileCapabilities.push({ capabilities, line: instruction.line });
  for (const { by, path, makes, removes } of new Set(effects(instruction, stage))) {
    if (makes === undefined || path === undefined) {
      const what = by === '>' ? 'a redirection' : by;
      const why = path === undefined ? `what ${what} changes is not known` : `${what} may change it`;
      note(stage, instruction, why, path, { by: what, ...(removes && { removes }) });
      continue;
    }
    const at = stage.tree.resolve(path);
    if (typeof at !== 'string' && !at.node) stage.tree.put(at.path);
  }
}

function effects(instruction: Instruction, stage: Stage): Effect[] {
  const { words, json, text } = readArguments(instruction.text);
  if (json) return effectsOf(words.map(quote).join(' '), stage.workdir, () => undefined);
  if (!POSIX.test(stage.shell[0]?.split('/').at(-1) ?? ''))
    return [{ by: stage.shell[0] ?? 'it', path: undefined }];
  const [heredoc] = instruction.heredocs;
  const whole = heredoc !== undefined && /^<<\S+$/.test(text.trim());
  const other = whole && /^#!(?!.*\b(ba|da|a|z|k)?sh\b)/.test(heredoc.body);
  if (other) return [{ by: 'a script of another language', path: undefined }];
  return effectsOf(whole ? heredoc.body : text, stage.workdir, lookupIn(stage));
}

/** No shell reads the words of the JSON form. */
function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
