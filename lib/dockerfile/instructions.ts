import { perText } from '../model/per-text.js';
import { parseDockerfile } from './dockerfile.js';

/** One instruction, its continued lines joined as the engine joins them. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** All after the keyword, without comments and line ends. */
  readonly text: string;
  /** Bodies of heredocs, in order; the text still has their `<<NAME`. */
  readonly heredocs: readonly Heredoc[];
  /** Counted from 1. */
  readonly line: number;
}

export interface Heredoc {
  readonly name: string;
  readonly body: string;
}

export interface Instructions {
  readonly list: readonly Instruction[];
  /** What continues a line and escapes a character: `\` or a backtick. */
  readonly escapeToken: string;
}

/** BuildKit alone has heredocs, in these instructions alone. */
const WITH_HEREDOCS = new Set(['ADD', 'COPY', 'RUN']);

/** @throws whatever dockerfile-ast throws at a text that it cannot read */
export const readInstructions: (text: string) => Instructions = perText((text) => {
  const dockerfile = parseDockerfile(text);
  const escapeToken = dockerfile.getEscapeCharacter();
  const lines = text.split(/\r?\n/);
  const list = dockerfile.getInstructions().map((instruction): Instruction => {
    const { start, end } = instruction.getRange();
    const own = lines.slice(start.line, end.line + 1);
    return readInstruction(own, start.line + 1, escapeToken);
  });
  return { list, escapeToken };
});

/** The instruction after ONBUILD. */
export function triggerOf(onbuild: Instruction): Instruction {
  return { ...onbuild, ...splitKeyword(onbuild.text) };
}

function readInstruction(lines: readonly string[], line: number, escapeToken: string): Instruction {
  const { text, used } = joinContinued(lines, escapeToken);
  const { keyword, text: rest } = splitKeyword(text);
  const heredocs = WITH_HEREDOCS.has(keyword) ? readHeredocs(rest, lines.slice(used)) : [];
  return { keyword, text: rest, heredocs, line };
}

function splitKeyword(text: string): Pick<Instruction, 'keyword' | 'text'> {
  const [, keyword = '', rest = ''] = /^\s*(\S*)\s*(.*)$/s.exec(text) ?? [];
  // a byte order mark before the first keyword is white space to JavaScript, so it is gone
  return { keyword: keyword.toUpperCase(), text: rest.trimEnd() };
}

/** The first line and those that continue it; comments and empty lines between them count for nothing. */
function joinContinued(lines: readonly string[], escapeToken: string): { text: string; used: number } {
  const parts: string[] = [];
  let used = 0;
  for (const line of lines) {
    used++;
    if (parts.length > 0 && /^\s*(#|$)/.test(line)) continue;
    const body = line.trimEnd();
    if (!body.endsWith(escapeToken)) {
      parts.push(line);
      break;
    }
    parts.push(body.slice(0, -1));
  }
  return { text: parts.join(''), used };
}

function readHeredocs(text: string, lines: readonly string[]): Heredoc[] {
  let at = 0;
  return [...text.matchAll(/(?<![<\w)])\d*<<(-?)(["']?)([A-Za-z_][\w.]*)\2(?=[\s;|&)>]|$)/g)].map(
    ([, dash, , name = '']): Heredoc => {
      const rest = lines.slice(at).map((line) => (dash ? line.replace(/^\t+/, '') : line));
      const end = rest.indexOf(name);
      const body = end < 0 ? rest : rest.slice(0, end);
      at += body.length + 1;
      return { name, body: body.map((line) => `${line}\n`).join('') };
    },
  );
}
