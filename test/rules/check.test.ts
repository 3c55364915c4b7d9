import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatFinding, isError } from '../../lib/model/finding.js';
import { NEVER_EXCEPTED, RULE_IDS } from '../../lib/model/rule-id.js';
import { renderRules } from '../../lib/report/rules-document.js';
import { check, RULES } from '../../lib/rules/check.js';
import { GROUPS } from '../../lib/rules/rule.js';
import { CONVENTIONS } from '../conventions.js';
import { fakeFacts, service, system } from './world.js';

const ROOT = join(import.meta.dirname, '../..');

describe('all rules together', () => {
  it('come in the order of the rules, dev before prod', () => {
    const root = service({ user: 'root', privileged: true });
    const findings = check(system('dev', [root]), system('prod', [root]), fakeFacts({}), CONVENTIONS);
    expect(findings.map(({ where, rule }) => `${where} ${rule}`)).toEqual([
      'dev/api not-root',
      'prod/api not-root',
      'dev/api not-privileged',
      'prod/api not-privileged',
    ]);
    expect(check(undefined, undefined, fakeFacts({}), CONVENTIONS)).toEqual([]);
  });

  it('are each in the file of their name, in the folder of their group, once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, group } of RULES)
      expect(
        existsSync(join(ROOT, 'lib/rules', id === 'used-exceptions' ? '' : group, `${id}.ts`)),
        `${group}/${id}`,
      ).toBe(true);
    expect(Object.keys(GROUPS)).toEqual(expect.arrayContaining(RULES.map(({ group }) => group)));
    const named = readdirSync(join(ROOT, 'lib/rules/strategy')).map((file) => file.replace(/\.ts$/, ''));
    expect(named.filter((name) => !ids.includes(name))).toEqual([]);
  });

  it('are those that a service can be told of, in their order', () => {
    expect(RULES.map(({ id }) => id)).toEqual(RULE_IDS);
  });

  it('never excuse what is of no one service', () => {
    const own = service({
      mounts: [{ type: 'volume', volume: 'data', target: '/data', readOnly: false }],
      exceptions: Object.fromEntries(NEVER_EXCEPTED.map((rule) => [rule, 'why'])),
    });
    const findings = check(system('dev', [own]), system('prod', [own]), fakeFacts({}), CONVENTIONS);
    for (const rule of NEVER_EXCEPTED) {
      const own = findings.filter((finding) => finding.rule === rule);
      expect(own, rule).not.toEqual([]);
      for (const { exception } of own) expect(exception, rule).toBeUndefined();
    }
  });

  it('say in one sentence what they claim and in one or two why, with examples that differ', () => {
    for (const { id, claim, why, wrong, right } of RULES) {
      expect(claim, id).toMatch(/^[A-Z].{15,}\.$/);
      expect(why, id).toMatch(/^[A-Z].{15,}\.$/);
      expect(wrong.text.length, id).toBeGreaterThan(5);
      expect(right.text, id).not.toBe(wrong.text);
    }
  });

  it('are in docs/RULES.md as they are', () => {
    const document = readFileSync(join(ROOT, 'docs/RULES.md'), 'utf8');
    for (const rule of RULES) {
      const text = renderRules([rule], './scripts/validate-mounts.sh');
      expect(document).toContain(text.slice(text.indexOf(`## ${rule.id}`)).trimEnd());
    }
  });
});

describe('a finding', () => {
  const finding = {
    rule: 'r',
    severity: 'error',
    where: 'dev/a',
    at: 'x',
    problem: 'is bad',
    fix: 'fix it',
  } as const;

  it('is one line to read, with its place', () => {
    expect(formatFinding(finding)).toBe('[dev/a] r: x: is bad. Fix: fix it.');
    expect(formatFinding({ ...finding, place: { file: 'a/Dockerfile', line: 3 } })).toBe(
      '[dev/a] r: x: is bad (a/Dockerfile:3). Fix: fix it.',
    );
  });

  it('ends the run where it is an error without exception', () => {
    expect(isError(finding)).toBe(true);
    expect(isError({ ...finding, exception: 'why' })).toBe(false);
    expect(isError({ ...finding, severity: 'warning' })).toBe(false);
  });
});

it('findings never repeat a password', () => {
  const password = 'hunter2secret';
  const places = [
    {
      environment: {
        PASSWORD: [password],
        URL: [`http://me:${password}@db:1`],
        X: [{ variable: 'P', fallback: password }],
      },
    },
    { command: ['x', `--password=${password}`, `http://a:${password}@api:9`] },
    { environment: { A: [{ secret: 'URL' }] }, variables: { URL: `http://me:${password}@db:1` } },
    { labels: { token: password } },
  ];
  const db = service({ name: 'db', published: [{ container: 2, host: 1 }] });
  for (const place of places)
    expect(
      JSON.stringify(check(system('dev', [service(place), db]), undefined, fakeFacts({}), CONVENTIONS)),
    ).not.toContain(password);
});
