import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FAULTS } from './catalogue.js';
import { type FaultResult, readResults } from './results.js';
import { RELIABILITY, withTable } from './table.js';

const RESULT: FaultResult = {
  ...{ fault: 'failing-run', engine: 'compose', part: '', times: 1, seconds: 4.2, lost: [], passed: true },
  ...{ date: '2026-11-27', on: 'Engine 20.10.24' },
};
const EMPTY = '# Reliability\n\n<!-- written by ./scripts/test.sh --faults -->\n<!-- end -->\n';
const rowOf = (document: string) => document.split('\n').find((line) => line.includes('`RUN`'));

it('the table is the one that the results of the last runs make, and nobody else’s', () => {
  const document = readFileSync(RELIABILITY, 'utf8');
  expect(withTable(document, readResults())).toBe(document);
});

it('every test that the document names is there', () => {
  const [, section = ''] = readFileSync(RELIABILITY, 'utf8').split('## Faults that other tests inject');
  const [rows = ''] = section.split('## ');
  const named = [
    ...rows.matchAll(/`((?:live|backup|deploy|disk|engine|guard|watch|cli|scripts)\/[\w.-]+)`/g),
  ].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(15);
  for (const name of named) expect(existsSync(`test/${name}.test.ts`), name).toBe(true);
});

it('what took less than ten seconds is injected on every push', () => {
  const quick =
    readFileSync('test/faults/quick.live.test.ts', 'utf8') + readFileSync('test/faults/refused.ts', 'utf8');
  const seconds = new Map<string, number>();
  for (const { fault, engine, seconds: took, passed } of readResults())
    if (passed) seconds.set(`${fault} ${engine}`, (seconds.get(`${fault} ${engine}`) ?? 0) + took);
  const short = [...seconds].filter(([, took]) => took < 10).map(([row]) => row.split(' ')[0]);
  expect(short.filter((fault) => !quick.includes(`'${fault}'`))).toEqual([]);
});

it('no result is of a fault that is not injected any more', () => {
  for (const { fault } of readResults()) expect(Object.keys(FAULTS)).toContain(fault);
});

it('says of each engine how often, how long and what was lost', () => {
  const again = { ...RESULT, part: 'again', times: 2, measured: '3 MB' };
  expect(rowOf(withTable(EMPTY, [RESULT, again]))).toMatch(
    /\| 3 times in 8 s, nothing lost; 3 MB \| not run \|$/,
  );
});

it('says what was lost, and what failed', () => {
  expect(rowOf(withTable(EMPTY, [{ ...RESULT, lost: ['3 rows'] }]))).toContain(
    '| once in 4 s, 3 rows lost |',
  );
  expect(rowOf(withTable(EMPTY, [{ ...RESULT, passed: false }]))).toContain('| **failed** |');
});
