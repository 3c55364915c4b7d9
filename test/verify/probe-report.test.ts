import { describe, expect, it } from 'vitest';
import { failedSaves, formatProbe, type ProbeResult } from '../../lib/verify/probe-report.js';

const path: ProbeResult = {
  path: 'api/main.py',
  services: ['api'],
  saves: [
    { save: 'in place', seconds: 0.94 },
    { save: 'by rename', seconds: 1 },
  ],
};
const failed: ProbeResult = {
  ...path,
  saves: [
    { save: 'in place', seconds: 0.94 },
    { save: 'by rename', problem: 'api sees the old file' },
  ],
};

describe('the result of a probe', () => {
  it('is a line for a path whose saves all took effect', () => {
    expect(formatProbe(path)).toBe('  ok api/main.py: in place 0.9 s, by rename 1.0 s');
    expect(failedSaves([path])).toBe(0);
  });

  it('names each save without effect, and what lacks', () => {
    expect(formatProbe(failed)).toBe('  api/main.py:\n    saved by rename: api sees the old file');
    expect(failedSaves([path, failed])).toBe(1);
  });
});
