import { expect, it } from 'vitest';
import type { Finding } from '../../lib/model/finding.js';
import type { Mode } from '../../lib/model/mode.js';
import type { Description } from '../../lib/synth/description.js';
import { warningLines } from '../../lib/synth/warnings.js';

const finding = (rule: string, where: string, more: Partial<Finding> = {}): Finding => ({
  ...{ rule, where, severity: 'warning', at: 'image', problem: 'is wrong', fix: 'mend it' },
  ...{ place: { file: 'web/Dockerfile', line: 1 }, ...more },
});

const said = (findings: readonly Finding[], mode?: Mode) =>
  warningLines(
    {
      findings: () => findings,
      systems: { stacks: {} },
      settings: { directory: '/project', sourceRoot: '/project/src' },
    } as unknown as Description,
    mode,
  );

it('what has to be known before a start is said, the worst first, each with its line, once for both modes', () => {
  const unset = ['dev', 'prod'].map((mode) => finding('variables-are-set', `${mode}/web`));
  expect(said([finding('prod-is-built', 'prod/web', { severity: 'note' }), ...unset])).toEqual([
    'warning: [web] variables-are-set: image: is wrong (src/web/Dockerfile:1). Fix: mend it.',
    'note: [prod/web] prod-is-built: image: is wrong (src/web/Dockerfile:1). Fix: mend it.',
  ]);
});

it('a start of dev says nothing of prod; one of prod says what a rule says of dev for both', () => {
  const all = [finding('variables-are-set', 'dev/web'), finding('no-dev-server', 'prod/page')];
  expect(said(all, 'dev')).toEqual([expect.stringMatching(/^warning: \[dev\/web\]/)]);
  expect(said(all, 'prod')).toHaveLength(2);
});

it('what is declared is not said, nor what only those read who ask for it', () => {
  const declared = finding('variables-are-set', 'dev/web', { exception: 'is set by hand' });
  expect(said([declared, finding('not-root', 'dev/web')])).toEqual([]);
});
