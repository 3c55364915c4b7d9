import { readdirSync, readFileSync } from 'node:fs';
import { CONVENTIONS } from '../conventions.js';

/** What people read to get a job done. RULES.md has no commands, and what is in docs/adr and docs/reference is not typed. */
export const PAGES: readonly string[] = [
  'README.md',
  'examples/shop/README.md',
  ...readdirSync('docs').flatMap((name) =>
    /\.md$/.test(name) && name !== 'RULES.md' ? [`docs/${name}`] : [],
  ),
];

/** A call of ours in a text: with what is set for it alone, and with its words. */
const INLINE =
  /`((?:[A-Z_]+=\S+ )*(?:\.\/(?:scripts\/[\w-]+\.sh|start\.sh|opsconductor )|npx (?:cdktf|twomode) |npm (?:ci|install|pack)\b)(?![^`]*WORD)[^`…]*)`/g;
const BLOCK = /^```bash\n([\s\S]*?)^```/gm;
/** The examples of a command's help, each with what it is for behind it. */
const EXAMPLE = /^ {2}((?:\.\/scripts\/|\.\/opsconductor |npx )\S+(?: \S+)*)(?: {2,}.*)?$/gm;

/** All that somebody could type from a page: each line of its blocks, and each call in its text. */
export function commandsOf(page: string): string[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(BLOCK)].flatMap(([, block = '']) => block.trim().split('\n'));
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const found = [
    ...blocks,
    ...[INLINE, EXAMPLE].flatMap((form) => each(form === INLINE ? prose : text, form)),
  ];
  return [...new Set(found.map((line) => line.replace(/ +[#>] .*/, '').trim()))];
}

function each(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].map(([, command = '']) => command);
}

/** What the library calls it: `./scripts/dev-mode.sh --setup` → `dev --setup`. */
export function ownWords(command: string): string {
  // what is piped into it is no word of its own, nor is where npm has it
  const own = command.replace(/^echo '[^']*' \| /, '').replace(/^npx --prefix \S+ /, 'npx ');
  const [first = '', second = '', ...rest] = own.split(' ');
  if (first === CONVENTIONS.commands.program) return [second, ...rest].join(' ').trim();
  if (first === 'npx' && second === 'twomode') return rest.join(' ');
  if (first === 'npx' && second === 'cdktf') return rest[0] === 'synth' ? 'synth' : command;
  const word = Object.entries(CONVENTIONS.commands).find(([, typed]) => typed === first)?.[0];
  return word ? [word, second, ...rest].join(' ').trim() : command;
}
