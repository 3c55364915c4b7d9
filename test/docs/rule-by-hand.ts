import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A small rule, written as CONTRIBUTING.md says. */
export const RULE = { id: 'fixed-tags', group: 'build' } as const;

const TEXT = `import { eachService, type Rule } from '../rule.js';

/** What runs tomorrow is what ran today. */
export const fixedTags: Rule = {
  id: 'fixed-tags',
  severity: 'warning',
  group: 'build',
  claim: 'No image is named by a tag that moves.',
  why: 'Such a tag is another image tomorrow, and dev and prod differ by the day on which each was pulled.',
  wrong: { language: 'yaml', text: 'image: redis:latest' },
  right: { language: 'yaml', text: 'image: redis:7.4.1' },
  check: eachService(({ image }) =>
    image?.kind === 'external' && /[:-]latest$/.test(image.reference)
      ? [
          {
            at: 'image',
            problem: \`has the moving tag of "\${image.reference}"\`,
            fix: 'name a version',
          },
        ]
      : [],
  ),
};
`;

const TEST = `
describe('fixed-tags', () => {
  const image = (reference: string) => ({ dev: [service({ image: { kind: 'external', reference } })] });

  it('finds a tag that moves', () => {
    expect(found('fixed-tags', image('redis:latest'))).toMatchInlineSnapshot(\`
      [
        "warning dev/api image: has the moving tag of "redis:latest". Fix: name a version",
      ]
    \`);
  });

  it('is silent about a version', () => {
    expect(found('fixed-tags', image('redis:7.4.1'))).toEqual([]);
  });
});
`;

/** Adds it to a copy of the project: all but the documentation, which a script writes. */
export function addRule(copy: string): void {
  const edit = (path: string, change: (text: string) => string) => {
    const before = readFileSync(join(copy, path), 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`nothing to change in ${path}`);
    writeFileSync(join(copy, path), after);
  };
  writeFileSync(join(copy, `lib/rules/${RULE.group}/${RULE.id}.ts`), TEXT);
  edit('lib/model/rule-id.ts', (text) => text.replace(/ {2}'copy-matches',\n/, `$&  'fixed-tags',\n`));
  edit('lib/rules/check.ts', (text) =>
    text
      .replace(/import .*copy-matches.js';\n/, `$&import { fixedTags } from './build/fixed-tags.js';\n`)
      .replace(/ {2}copyMatches,\n/, '$&  fixedTags,\n'),
  );
  edit(`test/rules/${RULE.group}.test.ts`, (text) => `${text}${TEST}`);
  edit('test/rules/examples.ts', (text) =>
    text.replace(/ {2}'copy-matches':/, `  'fixed-tags': ofService({ service: {} }),\n$&`),
  );
  edit('test/rules/said.ts', (text) =>
    text.replace(
      / {2}'copy-matches':/,
      `  'fixed-tags': ['warning api image: has the moving tag of "redis:latest". Fix: name a version'],\n$&`,
    ),
  );
  edit('CHANGELOG.md', (text) => text.replace('## Unreleased\n\n', '$&- Image tags that move are found.\n'));
}
