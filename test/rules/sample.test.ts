import { expect, it } from 'vitest';
import { DiskFacts } from '../../host/facts.js';
import { Sources } from '../../host/source-facts.js';
import { formatFinding } from '../../model/finding.js';
import { check } from '../../rules/check.js';
import { exampleApp } from '../system.js';

it('all rules together find no error and no warning in OpsConductor, but for what is declared', () => {
  const root = 'examples/opsconductor';
  const { dev, prod } = exampleApp({ sources: new Sources(root, {}) });
  const findings = check(dev, prod, new DiskFacts(root));
  expect(findings.length).toBeGreaterThan(0);
  const severe = findings.filter(({ severity, exception }) => severity !== 'note' && exception === undefined);
  expect(severe.map(formatFinding)).toEqual([]);
});
