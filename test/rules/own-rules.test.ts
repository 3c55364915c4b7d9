import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineSystem } from '../../lib/construct/define-system.js';
import type { OwnRule } from '../../lib/model/own-rule.js';
import { RULE_IDS } from '../../lib/model/rule-id.js';
import { check } from '../../lib/rules/check.js';
import { validate } from '../../lib/validate/validate.js';
import { opsconductor } from '../../stacks/opsconductor.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { fakeFacts, service, system } from './world.js';

afterEach(() => vi.unstubAllEnvs());

const NAMED: OwnRule = {
  id: 'team-label',
  severity: 'error',
  claim: 'Every service has the label of a team.',
  why: 'Without it, nobody knows whom to call at night.',
  wrong: { language: 'yaml', text: 'labels: {}' },
  right: { language: 'yaml', text: 'labels: {team: shop}' },
  check: ({ labels = {} }) =>
    labels.team === undefined ? [{ at: 'labels', problem: 'has no team', fix: 'add the label team' }] : [],
};
const THROWS: OwnRule = {
  ...NAMED,
  id: 'throws',
  check: ({ name }) => {
    if (name === 'bad') throw new TypeError('x is undefined');
    return [{ at: 'x', problem: 'is seen', fix: 'none' }];
  },
};

const found = (rules: Parameters<typeof check>[4], ...names: string[]) =>
  check(
    system(
      'dev',
      names.map((name) => service({ name, privileged: true })),
    ),
    undefined,
    fakeFacts({}),
    CONVENTIONS,
    rules,
  ).map(({ severity, rule, where, problem }) => `${severity} ${rule} ${where}: ${problem}`);

describe('a project', () => {
  it('has rules of its own beside the others', () => {
    expect(found({ own: [NAMED], without: {} }, 'api')).toEqual([
      'error not-privileged dev/api: is privileged',
      'error team-label dev/api: has no team',
    ]);
  });

  it('leaves a rule out by its name, of which an exception is then not unused', () => {
    expect(found({ own: [], without: { 'not-privileged': 'a laboratory' } }, 'api')).toEqual([]);
    const excused = service({ exceptions: { 'not-root': 'why' } });
    const checked = check(system('dev', [excused]), undefined, fakeFacts({}), CONVENTIONS, {
      own: [],
      without: { 'not-root': 'a laboratory' },
    });
    expect(checked).toEqual([]);
  });

  it('names them in defineSystem, which takes no wrong names and no rule without a reason', () => {
    const { stacks } = opsconductor;
    const define = (options: object) => () => defineSystem({ name: 'shop', stacks, ...options });
    expect(define({})().rules).toEqual({ own: [], without: {} });
    expect(define({ rules: [NAMED] })().rules.own).toEqual([NAMED]);
    expect(define({ rules: [NAMED, NAMED] })).toThrow(
      'a rule cannot be named "team-label", as another one is',
    );
    expect(define({ rules: [{ ...NAMED, id: 'not-root' }] })).toThrow('"not-root", as another one is');
    expect(define({ rules: [{ ...NAMED, id: 'Team' }] })).toThrow('a rule cannot be named "Team"');
    expect(define({ withoutRules: { 'not-rot': 'x' } })).toThrow('there is no rule "not-rot"');
    expect(define({ withoutRules: { 'not-root': ' ' } })).toThrow(
      'rule "not-root" is left out without a reason',
    );
  });

  it('is shown what it leaves out, and its own rules among the others', async () => {
    const root = plant({ 'c.yml': 'services: {api: {image: x, privileged: true}}\n' });
    vi.stubEnv('TWOMODE_CALLED_FROM', root);
    const rules = { own: [NAMED], without: { 'not-privileged': 'a laboratory' } };
    const project = { directory: root, system: { ...opsconductor, rules } };
    const { text } = await validate(project, { dev: ['c.yml'] });
    expect(text).toContain(
      'error: labels: has no team\n    Fix: add the label team\n    c.yml:1  dev  team-label',
    );
    expect(text).toContain('\nLeft out: not-privileged, because a laboratory\n');
    expect(text).not.toContain('is privileged');
    const json = JSON.parse(
      (await validate(project, { dev: ['c.yml'], json: true, rule: ['team-label'] })).text,
    );
    expect(json).toMatchObject({ rules: ['team-label'], without: { 'not-privileged': 'a laboratory' } });
    expect((await validate(project, { rules: true })).text).toContain(
      "## The project's own\n\n### team-label",
    );
  });
});

it('an own rule reads files of the source tree', () => {
  const reads: OwnRule = {
    ...NAMED,
    check: (_, { read, system: { mode } }) => [
      { at: mode, problem: `${read('a')} ${read('gone')}`, fix: 'none' },
    ],
  };
  const dev = system('dev', [service({})]);
  const own = check(dev, undefined, fakeFacts({ a: 'text' }), CONVENTIONS, { own: [reads], without: {} });
  expect(own.filter(({ rule }) => rule === 'team-label')).toMatchObject([
    { where: 'dev/api', at: 'dev', problem: 'text undefined' },
  ]);
});

describe('a rule that throws', () => {
  it('is a finding where it did, and ends neither its other checks nor the other rules', () => {
    expect(found({ own: [THROWS, NAMED], without: {} }, 'bad', 'api')).toEqual([
      'error not-privileged dev/bad: is privileged',
      'error not-privileged dev/api: is privileged',
      'warning throws dev/bad: rule throws failed on dev/bad: x is undefined',
      'error throws dev/api: is seen',
      'error team-label dev/bad: has no team',
      'error team-label dev/api: has no team',
    ]);
  });

  it('is one of ours as well, whatever the disk does', () => {
    const facts = {
      ...fakeFacts({}),
      resolve: () => {
        throw new Error('EIO');
      },
    };
    const mounted = service({ mounts: [{ type: 'bind', source: 'a', target: '/a', readOnly: true }] });
    const findings = check(system('dev', [mounted]), undefined, facts, CONVENTIONS);
    expect(findings.map(({ problem }) => problem)).toContain('rule source-exists failed on dev/api: EIO');
    for (const { rule, problem } of findings) {
      expect(RULE_IDS).toContain(rule);
      expect(problem).toMatch(/^rule \S+ failed on (dev\/api|dev|system): EIO$/);
    }
  });
});
