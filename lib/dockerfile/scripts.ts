/** A script of a package.json; undefined where there is none, or the text is none. */
export function scriptIn(text: string, name: string): string | undefined {
  const scripts = scriptsIn(text) ?? {};
  const line = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  return typeof line === 'string' ? line : undefined;
}

/** All of them, none where it has none; undefined where the text is no package.json. */
export function scriptsIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { scripts } = JSON.parse(text);
    return typeof scripts === 'object' && scripts !== null ? scripts : {};
  } catch {
    return undefined;
  }
}

/** A call of a script: `npm --prefix web run dev`. */
export interface ScriptCall {
  readonly script: string;
  /** Where its package.json is, as it is written. @default - where the call is made */
  readonly directory?: string;
  /** Whether it is of a workspace, whose package.json nobody names. */
  readonly isElsewhere: boolean;
}

const DIRECTORY = new Set(['--prefix', '--dir', '--cwd', '-C']);
const WORKSPACE = new Set(['--filter', '-F', '--workspace', '-w']);
/** Commands of the package managers themselves: no script of these names is started by them. */
const OWN = new Set(
  'install ci i add exec x dlx create init rebuild prune config cache set version audit'.split(' '),
);
/** Bun runs files, too. */
const CODE = /\.[cm]?[jt]sx?$/;

/** The script of package.json that a command calls; undefined for none. */
export function scriptCall(words: readonly string[]): ScriptCall | undefined {
  if (!/(^|\/)(npm|pnpm|yarn|bun)$/.test(words[0] ?? '')) return undefined;
  let directory: string | undefined;
  let isElsewhere = false;
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? '';
    const [name = '', value] = word.split('=', 2);
    const next = () => value ?? words[++i];
    if (DIRECTORY.has(name)) directory = next();
    else if (WORKSPACE.has(name)) {
      next();
      isElsewhere = true;
    } else if (word === 'workspace') {
      i++;
      isElsewhere = true;
    } else if (word.startsWith('-') || /^run(-script)?$/.test(word)) continue;
    else if (OWN.has(word) || CODE.test(word)) return undefined;
    else return { script: word, ...(directory === undefined ? {} : { directory }), isElsewhere };
  }
  return undefined;
}
