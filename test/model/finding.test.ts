import { expect, it } from 'vitest';
import { type Finding, formatFindings } from '../../lib/model/finding.js';

const finding = (where: string, problem = 'is missing'): Finding => ({
  ...{ rule: 'buildable', severity: 'error', where, at: 'image' },
  ...{ problem, fix: 'add it' },
});

it('what several services, or both modes, have in common is said once, and what is of one mode keeps its word', () => {
  expect(
    formatFindings([
      ...['dev/a', 'dev/b', 'prod/a', 'prod/b'].map((where) => finding(where)),
      finding('dev/a', 'is a pipe'),
      ...['a', 'b', 'c', 'd', 'e'].map((service) => finding(`prod/${service}`, 'is big')),
      finding('system', 'is odd'),
    ]),
  ).toEqual([
    '[a, b] buildable: image: is missing. Fix: add it.',
    '[dev/a] buildable: image: is a pipe. Fix: add it.',
    '[prod/a, prod/b, prod/c and 2 more] buildable: image: is big. Fix: add it.',
    '[system] buildable: image: is odd. Fix: add it.',
  ]);
});
