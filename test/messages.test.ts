import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const listed = execFileSync('git', ['ls-files', 'lib/**.ts', 'cli/**.ts'], { cwd: ROOT, encoding: 'utf8' });

interface Message {
  readonly at: string;
  /** What is wrong, and how to fix it; `…` stands for what is filled in. */
  readonly parts: readonly string[];
}

/** What every `new UserError(…)` and `new UsageError(…)` says, where it is written as a text. */
const messages: readonly Message[] = listed
  .split('\n')
  .filter((path) => path !== '')
  .flatMap((path) => {
    const source = ts.createSourceFile(
      path,
      readFileSync(join(ROOT, path), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const found: Message[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && /^(User|Usage)Error$/.test(node.expression.getText()))
        found.push({
          at: `${path}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`,
          parts: (node.arguments ?? []).flatMap((argument) => textsOf(argument)),
        });
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });

function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')];
  return [];
}

/** Names that are written so wherever they stand. */
const NAMES = /^(Swarm|Docker|Compose|Terraform|Node|Debian)\b/;

describe('every error that a user sees', () => {
  const parts = messages.flatMap(({ at, parts }) => parts.map((part) => `${at}: ${part}`));
  const wrong = (isWrong: (text: string) => boolean) =>
    parts.filter((part) => isWrong(part.slice(part.indexOf(': ') + 2)));

  it('is found', () => {
    expect(parts.length).toBeGreaterThan(100);
  });

  it('begins in lower case, for "error: " and "Fix: " stand before it', () => {
    expect(wrong((text) => /^[A-Z][a-z]/.test(text) && !NAMES.test(text))).toEqual([]);
  });

  it('ends without a full stop, which is set where it is printed', () => {
    expect(wrong((text) => text.endsWith('.'))).toEqual([]);
  });

  it('has no word of the program itself', () => {
    expect(
      wrong((text) => /\b(spec|resolved|staged?|conventions|synthesis|undefined|null)\b/.test(text)),
    ).toEqual([]);
  });
});
