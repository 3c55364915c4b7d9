import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScript } from '../../lib/dockerfile/shell.js';
import { fetchPackages, filesEnding } from './packages.js';

/** The commands of scripts, by a port of Bash's own grammar; null for what that cannot read. */
const BASHLEX = `
import bashlex, bashlex.ast, json, sys
class Commands(bashlex.ast.nodevisitor):
    def __init__(self): self.found = []
    def visitcommand(self, node, parts):
        words = [part.word for part in parts if part.kind in ('word', 'assignment')]
        if words: self.found.append(words)
def commands(script):
    try:
        visitor = Commands()
        for tree in bashlex.parse(script): visitor.visit(tree)
        return visitor.found
    except Exception:
        return None
print(json.dumps([commands(script) for script in json.load(sys.stdin)]))
`;

/** Words that hang on a running shell, and those in which the port takes a backslash for a quote, are the same to both. */
const plain = (words: readonly string[]) =>
  words.map((word) => (/[\0$\x60~*?[{<>()\\]/.test(word) ? '…' : word));
const sorted = (commands: readonly (readonly string[])[]) =>
  commands.map((words) => JSON.stringify(plain(words))).sort();

/** The scripts of all npm packages that are installed here, and the shell scripts of some of Python's. */
function scripts(packages: string): string[] {
  const written = globSync('node_modules/**/package.json').flatMap((path): unknown[] => {
    try {
      return Object.values(JSON.parse(readFileSync(path, 'utf8')).scripts ?? {});
    } catch {
      return [];
    }
  });
  const files = filesEnding(packages, '.sh').map((path) => readFileSync(path, 'utf8'));
  return [...new Set([...written, ...files])].filter((script) => typeof script === 'string').sort();
}

const packages = fetchPackages();

describe('the commands of real shell scripts', () => {
  it("are those that a port of Bash's grammar finds", (context) => {
    if (packages === undefined) return context.skip('no registry answers, and nothing is cached');
    const all = scripts(packages);
    const said = execFileSync('python3', ['-c', BASHLEX], {
      input: JSON.stringify(all),
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: packages },
      maxBuffer: 2 ** 28,
    });
    const theirs = JSON.parse(said) as readonly (readonly string[][] | null)[];
    expect(theirs.filter((found) => found !== null).length).toBeGreaterThan(1000);
    const wrong = all.flatMap((script, i) => {
      const found = theirs[i];
      if (!found) return [];
      const steps = readScript(script, () => undefined);
      const own = steps.flatMap((step) =>
        step.kind === 'command' && step.words.length > 0 ? [step.words] : [],
      );
      const left = sorted(own);
      // a substitution behind other quotes of the same word is none to the port
      const missed = sorted(found).filter(
        (command) => left.splice(left.indexOf(command) >>> 0, 1).length === 0,
      );
      const extra = script.includes('$(') || script.includes('`') ? [] : left;
      return missed.length + extra.length === 0 ? [] : [{ script, own: sorted(own), theirs: sorted(found) }];
    });
    expect(wrong).toEqual([]);
  });
});
