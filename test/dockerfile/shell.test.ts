// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a shell's variables
import { describe, expect, it } from 'vitest';
import { readScript } from '../../lib/dockerfile/shell.js';

/** Steps: words with `|` between them, `?` for what is unknown, `> file` behind; `(` and `)`. */
function steps(script: string): string[] {
  const lookup = (name: string) => ({ A: 'a b', E: '' })[name];
  return readScript(script, lookup).map((step) => {
    if (step.kind !== 'command') return { enter: '(', leave: ')', unread: '!' }[step.kind];
    const outputs = step.outputs.map((output) => ` > ${output}`).join('');
    return `${step.words.join('|')}${outputs}`.replaceAll('\0', '?');
  });
}

describe('a script of a shell', () => {
  it.each([
    ['', []],
    [' \t\n\n', []],
    ['a b\tc', ['a|b|c']],
    ['a; b & c && d || e | f\ng', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
    ['a;;b', ['!', 'a']],
    ['(a; b); c', ['(', 'a', 'b', ')', 'c']],
    ['(a) c', ['!', '(', 'a', ')']],
    ['a # b; c\nd', ['a', 'd']],
    ['a#b #', ['a#b']],
    ['# only', []],
    ['a \\\n  b', ['a|b']],
    ['a\\\nb', ['ab']],
    ['a\\ b \\; \\', ['a b|;|\\']],
    ["a 'b c' ''", ['a|b c|']],
    ["'a\\' b", ['a\\|b']],
    ["a 'b", ['!', 'a|b']],
    ['a "b c" ""', ['a|b c|']],
    ['"\\$A \\" \\\\ \\` \\x" b', ['$A " \\ ` \\x|b']],
    ['"a', ['!', 'a']],
    ['"a\\', ['!', 'a']],
    ['$A "$A" ${A}x', ['a b|a b|a bx']],
    ['$E $X ${X:-y} $1 $? $@', ['?|?|?|?|?|?@']],
    ['$HOME/a ${HOME} "$HOMES"', ['~/a|~|?']],
    ['a$ $ "$" $/x', ['a$|$|$|$/x']],
    ['${A', ['!', 'a b']],
    ['$((1 + 2))x', ['?x']],
    ['a $(b c) d', ['(', 'b|c', ')', 'a|?|d']],
    ['"$(a "b")c"', ['(', 'a|b', ')', '?c']],
    ['$(a \\) b) c', ['(', 'a|)|b', ')', '?|c']],
    ["$(a ')' b) c", ['(', 'a|)|b', ')', '?|c']],
    ['$(a; (b); c) d', ['(', 'a', '(', 'b', ')', 'c', ')', '?|d']],
    ['$(a', ['!', '(', 'a', ')', '?']],
    ['`a b` c', ['(', 'a|b', ')', '?|c']],
    ['"`a`b" c', ['(', 'a', ')', '?b|c']],
    ['a > b', ['a > b']],
    ['a >b c', ['a|c > b']],
    ['a >> b 2> c 10> d', ['a > b > c > d']],
    ['a x1> b 1x> c', ['a|x1|1x > b > c']],
    ['a > b > c', ['a > b > c']],
    ['> b', [' > b']],
    ['a >| b <> c', ['a > b']],
    ['a &> b', ['a > b']],
    ['a >& b 2>&1 >&- c', ['a|c > b']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['for x in a $(b); do c $x; done', ['(', 'b', ')', 'c|?']],
    ['case $(a) in b) c;; $(d)) e; esac', ['(', 'a', ')', 'c', '(', 'd', ')', 'e']],
    ['while a; do b; done < c > d', ['a', 'b', ' > d']],
    ['A=1 B=$(b) c', ['(', 'b', ')', 'A=1|B=?|c']],
    ['! a | b', ['a', 'b']],
    ['a < b c', ['a|c']],
    ['a <b >c', ['a > c']],
    ['a <<< "b c" d', ['a|d']],
    ['a <<E b\nc\nE\nd', ['a|b', 'd']],
    ['a <<E <<F\nb\nE\nc\nF\nd', ['a', 'd']],
    ['a <<-E\n\t\tb\n\t\tE\nc', ['a', 'c']],
    ["a <<'E'\n$(b)\nE\nc", ['a', 'c']],
    ['a <<E\nb\n E\nc', ['a']],
    ['a <<E\nb\nE', ['a']],
    ['a <<E > c\nb\nE\nd', ['a > c', 'd']],
  ])('%j', (script, expected) => {
    expect(steps(script)).toEqual(expected);
  });

  it('is read 20 substitutions deep, and no deeper', () => {
    const nested = (depth: number) => steps(`${'$('.repeat(depth)}a${')'.repeat(depth)}`);
    expect(nested(20)).toContain('a');
    expect(nested(20)).not.toContain('!');
    expect(nested(21)).toContain('!');
    expect(nested(21)).not.toContain('a');
  });
});
