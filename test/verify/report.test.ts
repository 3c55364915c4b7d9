import { describe, expect, it } from 'vitest';
import { counted } from '../../lib/model/counted.js';
import type { ProbeResult } from '../../lib/verify/probe-report.js';
import {
  compareFiles,
  compareMounts,
  compareSources,
  describeDifference,
  formatReport,
  verifyReport,
} from '../../lib/verify/report.js';
import { bind, volume } from '../spec.js';

const place = (source: string) => `/checkout/${source}`;
const found = (source: string, target: string, readOnly = true) => ({
  type: source.startsWith('/') ? 'bind' : 'volume',
  source,
  target,
  readOnly,
});

describe('the comparison of trees', () => {
  it('names each file that differs, is missing or came in addition, and no other', () => {
    const wanted = new Map([
      ['same', '1'],
      ['changed', '1'],
      ['gone', '1'],
    ]);
    const seen = new Map([
      ['new', '1'],
      ['same', '1'],
      ['changed', '2'],
    ]);
    expect(compareFiles(wanted, seen)).toEqual([
      { path: 'changed', kind: 'changed' },
      { path: 'gone', kind: 'missing' },
      { path: 'new', kind: 'added' },
    ]);
    expect(compareFiles(wanted, seen).map((each) => describeDifference(each, 'the image'))).toEqual([
      'changed differs from the image',
      'gone is missing, the image has it',
      'new is not in the image',
    ]);
    expect(
      compareFiles(
        new Map([
          ['b', '1'],
          ['a', '1'],
        ]),
        new Map(),
      ).map(({ path }) => path),
    ).toEqual(['a', 'b']);
  });
});

describe('the comparison of mounts', () => {
  const spec = [bind('shared', '/app/shared'), volume('acme-data-dev')];
  const right = [found('/checkout/shared', '/app/shared'), found('acme-data-dev', '/data', false)];

  it('names all, in order of their targets', () => {
    expect(
      compareMounts(spec, [found('x', '/data', false), found('y', '/a')], place).map(
        (each) => each.split(' ')[0],
      ),
    ).toEqual(['/a', '/app/shared', '/data']);
  });

  it('passes what is as the spec says, in whatever order', () => {
    expect(compareMounts(spec, right.toReversed(), place)).toEqual([]);
  });

  it.each([
    [
      'one that is missing',
      right.slice(1),
      '/app/shared is not mounted; it should be, from bind /checkout/shared',
    ],
    ['one in addition', [...right, found('/etc', '/host')], '/host is mounted from bind /etc, read-only'],
    [
      'another source',
      [found('/other', '/app/shared'), ...right.slice(1)],
      'from bind /other, read-only; it should',
    ],
    [
      'a writable one',
      [found('/checkout/shared', '/app/shared', false), ...right.slice(1)],
      'shared, writable;',
    ],
    [
      'another volume',
      [...right.slice(0, 1), found('acme-data-clean', '/data', false)],
      'volume acme-data-clean',
    ],
    ['another kind', [...right.slice(0, 1), found('/acme-data-dev', '/data', false)], 'bind /acme-data-dev'],
  ])('names %s', (_, real, words) => {
    expect(compareMounts(spec, real, place)).toEqual([expect.stringContaining(words)]);
  });
});

describe('the report', () => {
  const service = { service: 'api', container: 'acme-api-dev', proven: ['1 mount'], problems: [], notes: [] };
  const tree = (text: string) => new Map([['api', new Map(Object.entries({ 'main.py': text, same: '' }))]]);

  it('ends with the verdict, after a line for each service', () => {
    const report = verifyReport([{ mode: 'dev', services: [service] }]);
    expect(report.proven).toBe(true);
    expect(formatReport(report).split('\n')).toEqual([
      'dev:',
      '  ok api: 1 mount',
      'Proven: dev matches the source tree.',
    ]);
  });

  it('names what does not hold, and the files in which dev and prod differ', () => {
    const sick = { ...service, problems: ['/app/main.py differs'], notes: ['src: not to be seen'] };
    const modes = [
      { mode: 'dev' as const, services: [sick] },
      { mode: 'prod' as const, services: [service] },
    ];
    const report = verifyReport(modes, compareSources(tree('1'), tree('2')));
    expect(report.proven).toBe(false);
    expect(formatReport(report)).toMatchInlineSnapshot(`
      "dev:
        api:
          /app/main.py differs
          note: src: not to be seen
      prod:
        ok api: 1 mount
      dev and prod do not have the same source:
        api: main.py
      Not proven: 1 difference."
    `);
  });

  it('says of saves in a copy whether they take effect', () => {
    const saved = {
      path: 'api/main.py',
      services: ['api'],
      saves: [{ save: 'in place', seconds: 0.5 }],
    } as const;
    const lost = { ...saved, saves: [{ save: 'by rename', problem: 'api does not show it' }] } as const;
    const modes = [
      { mode: 'dev' as const, services: [{ ...service, proven: ['1 mount', '2 files'] }] },
      { mode: 'prod' as const, services: [] },
    ];
    const last = (...probes: ProbeResult[]) => {
      const report = verifyReport(modes, compareSources(tree('1'), tree('1')), probes);
      return [report.proven, ...formatReport(report).split('\n').slice(-2)];
    };
    expect(last(saved)).toEqual([
      true,
      'dev and prod have the same source: 2 files',
      'Proven: dev and prod match the source tree, and every save takes effect.',
    ]);
    expect(last(saved, lost)).toEqual([
      false,
      'dev and prod have the same source: 2 files',
      'Not proven: 0 differences, 1 save without effect.',
    ]);
    expect(formatReport(verifyReport(modes))).toContain('  ok api: 1 mount, 2 files\n');
    expect([counted(1, 'file'), counted(0, 'file'), counted(2, 'file')]).toEqual([
      '1 file',
      '0 files',
      '2 files',
    ]);
  });

  it('counts the files of which dev and prod run the same', () => {
    expect(compareSources(tree('1'), tree('1'))).toEqual({ files: 2, differing: [] });
  });
});
