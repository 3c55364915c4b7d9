import { expect, it } from 'vitest';
import { DiskSources } from '../../lib/disk/disk-sources.js';
import { DiskFacts } from '../../lib/disk/facts.js';
import { formatFinding } from '../../lib/model/finding.js';
import { check } from '../../lib/rules/check.js';
import { CONVENTIONS, SHARED } from '../conventions.js';
import { exampleApp } from '../system.js';

it('all rules together find no error and no warning in OpsConductor, but for what is declared', () => {
  const root = 'examples/opsconductor';
  const { dev, prod } = exampleApp({ sources: new DiskSources(root, {}, CONVENTIONS) });
  const findings = check(dev, prod, new DiskFacts(root, SHARED), CONVENTIONS);
  expect(findings.length).toBeGreaterThan(0);
  const severe = findings.filter(({ severity, exception }) => severity !== 'note' && exception === undefined);
  expect(severe.map(formatFinding)).toEqual([]);
});
