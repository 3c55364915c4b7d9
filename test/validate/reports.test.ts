import standard from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Validator } from 'jsonschema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CheckedSystem } from '../../lib/model/checked-system.js';
import type { Finding } from '../../lib/model/finding.js';
import type { Mode } from '../../lib/model/mode.js';
import { jsonSchema, renderJson } from '../../lib/report/json.js';
import { makeReport, type Report } from '../../lib/report/report.js';
import { fence, renderRules } from '../../lib/report/rules-document.js';
import { renderSarif } from '../../lib/report/sarif.js';
import { renderText } from '../../lib/report/text.js';
import { RULES } from '../../lib/rules/check.js';

const ROOT = '/code/repository';

function system(mode: Mode, ...names: string[]): CheckedSystem {
  const services = names.map((name) => ({
    name,
    mode,
    kind: 'application' as const,
    environment: {},
    published: [],
    mounts: [],
    dependsOn: [],
    exceptions: {},
  }));
  return { name: 'shop', mode, services };
}

const finding = (more: Partial<Finding>): Finding => ({
  rule: 'source-exists',
  severity: 'error',
  where: 'dev/api',
  at: 'mounts[/app/data]',
  problem: 'source "api/data" does not exist',
  fix: 'add it',
  ...more,
});

/** Findings without a line of their own stand in the Compose file of their mode. */
function report(...findings: Finding[]): Report {
  return makeReport(
    [system('dev', 'db', 'api', 'web'), system('prod', 'db', 'api', 'web')],
    RULES,
    findings,
    ({ where, place }) =>
      place
        ? { file: `${ROOT}/${place.file}`, line: place.line }
        : { file: `${ROOT}/${where.split('/')[0]}.yml`, line: 7 },
  );
}

const inRoot = (path: string) => (path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1) : undefined);
const plain = { colors: false, path: (path: string) => inRoot(path) ?? path };
const SOME = [
  finding({ severity: 'note', where: 'dev/db', problem: 'may be root' }),
  finding({ where: 'prod/web', exception: 'it has to' }),
  finding({ severity: 'warning', where: 'dev/api', problem: 'is stale' }),
  finding({}),
  finding({ where: 'dev', at: 'volumes[data]', problem: 'prod uses it too' }),
];

describe('a report', () => {
  it('says once what is the same in both modes, with the line of each', () => {
    const place = { file: 'api/Dockerfile', line: 3 };
    const both = [finding({ place }), finding({ place, where: 'prod/api' })];
    expect(report(...both).findings).toMatchObject([{ modes: ['dev', 'prod'], service: 'api' }]);
    const each = [finding({}), finding({ where: 'prod/api' })];
    expect(report(...each).findings).toMatchObject([
      { modes: ['dev', 'prod'], place: { file: `${ROOT}/dev.yml` }, alsoAt: [{ file: `${ROOT}/prod.yml` }] },
    ]);
  });

  it('says once what many services have by one line, or of one cause', () => {
    const place = { file: 'common.yml', line: 3 };
    const byLine = [finding({ place }), finding({ place, where: 'dev/web' })];
    expect(report(...byLine).findings).toMatchObject([{ service: 'api', alsoIn: ['web'] }]);
    const byCause = ['api', 'web', 'db'].map((name, line) =>
      finding({ where: `dev/${name}`, problem: name, cause: 'x', place: { file: 'a', line } }),
    );
    const [one, ...others] = report(...byCause).findings;
    expect(others).toEqual([]);
    expect(one).toMatchObject({ service: 'api', alsoIn: ['web', 'db'], problem: 'api' });
    expect(one?.fingerprints).toHaveLength(3);
    expect(renderText(report(...byCause), plain)).toContain('\n    The same in 2 other services: web, db\n');
    expect(report(finding({}), finding({ where: 'dev/web', problem: 'other' })).findings).toHaveLength(2);
  });

  it('counts by rule at its end, the worst first', () => {
    const some = [
      finding({ severity: 'note', rule: 'not-root' }),
      finding({}),
      finding({ at: 'b' }),
      finding({ severity: 'warning', rule: 'one-port' }),
    ];
    expect(renderText(report(...some), plain)).toContain(
      'By rule\n  2 errors      source-exists\n  1 warning     one-port\n  1 note        not-root\n',
    );
  });

  it('does not call a mode by its name that was guessed', () => {
    const guessed = { ...report(finding({})), guessed: 'dev' as const };
    const text = renderText(guessed, plain);
    expect(text).toContain('    dev.yml:7  source-exists\n');
    expect(text).toMatch(/\nThe files were taken for dev: --dev or --prod says what they are$/);
    expect(JSON.parse(renderJson(guessed, (path) => path)).systems).toMatchObject([
      { mode: 'dev', guessed: true },
      { mode: 'prod' },
    ]);
  });

  it('has the groups with errors first, in the order of the services, and in each the worst first', () => {
    const { findings } = report(...SOME);
    expect(findings.map(({ service, problem }) => [service, problem])).toEqual([
      [undefined, 'prod uses it too'],
      ['api', 'source "api/data" does not exist'],
      ['api', 'is stale'],
      ['db', 'may be root'],
      ['web', 'source "api/data" does not exist'],
    ]);
  });

  it('keeps a service apart whose name has a slash in it', () => {
    expect(report(finding({ where: 'dev/a/b' })).findings).toMatchObject([{ service: 'a/b' }]);
  });
});

describe('as text it', () => {
  it('has each finding with its value, its fix and its line, and counts in the last line', () => {
    expect(renderText(report(...SOME), plain)).toBe(
      `The system as a whole
  error: volumes[data]: prod uses it too
    Fix: add it
    dev.yml:7  dev  source-exists

api
  error: mounts[/app/data]: source "api/data" does not exist
    Fix: add it
    dev.yml:7  dev  source-exists
  warning: mounts[/app/data]: is stale
    Fix: add it
    dev.yml:7  dev  source-exists

db
  note: mounts[/app/data]: may be root
    Fix: add it
    dev.yml:7  dev  source-exists

web
  exception: mounts[/app/data]: source "api/data" does not exist
    Declared, because it has to
    prod.yml:7  prod  source-exists

3 services in 2 modes, ${RULES.length} rules: 2 errors, 1 warning, 1 note, 1 exception`,
    );
  });

  it('is one line where nothing is found', () => {
    expect(renderText(report(), plain)).toBe(`3 services in 2 modes, ${RULES.length} rules: no error`);
  });

  it('has colours only where they are asked for', () => {
    const begin = String.fromCharCode(27);
    expect(renderText(report(...SOME), plain)).not.toContain(begin);
    expect(renderText(report(...SOME), { ...plain, colors: true })).toContain(
      `${begin}[31merror${begin}[39m`,
    );
  });

  it('obeys no name of a file: neither an escape nor a line break reaches the terminal', () => {
    const hostile = `a\u001b[2J\nb\u202e\ud800`;
    const text = renderText(report(finding({ problem: hostile, fix: hostile, at: hostile })), plain);
    expect(text.split('\n')).toHaveLength(6);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(text).toContain('a\\u001b[2J\\nb');
  });
});

describe('as JSON it', () => {
  it('is what its schema says, and no more', () => {
    const value = JSON.parse(renderJson(report(...SOME), (path) => path));
    expect(z.fromJSONSchema(JSON.parse(jsonSchema())).safeParse(value).error).toBeUndefined();
    expect(value.counts).toEqual({ error: 2, warning: 1, note: 1, exception: 1, accepted: 0 });
    expect(value.findings[0]).toEqual({
      rule: 'source-exists',
      severity: 'error',
      modes: ['dev'],
      at: 'volumes[data]',
      problem: 'prod uses it too',
      fix: 'add it',
      file: `${ROOT}/dev.yml`,
      line: 7,
      alsoIn: [],
      alsoAt: [],
      cause: expect.stringMatching(/^[0-9a-f]{16}$/),
      fingerprints: [expect.stringMatching(/^[0-9a-f]{16}$/)],
    });
  });
});

describe('as SARIF 2.1.0 it', () => {
  const read = (...findings: Finding[]) => JSON.parse(renderSarif(report(...findings), inRoot));
  const reported = SOME.filter(({ exception }) => exception === undefined);

  it('is what the standard says, by the schema and by the library that GitHub checks uploads with', () => {
    const many = [...SOME, finding({ where: 'prod/api' }), finding({ place: { file: 'a b', line: 3 } })];
    const errors = (log: unknown) => new Validator().validate(log, standard).errors.map(String);
    expect(errors(read(...many))).toEqual([]);
    expect(errors(read())).toEqual([]);
    const wrong = read(...many);
    wrong.runs[0].results[0].level = 'fatal';
    expect(errors(wrong)).toHaveLength(1);
  });

  it('has every rule once, with help to read, and every result of a rule that it has', () => {
    const [{ tool, results }] = read(...SOME).runs;
    const { rules } = tool.driver;
    expect(new Set(rules.map(({ id }: { id: string }) => id)).size).toBe(RULES.length);
    for (const rule of rules) {
      expect(rule.help.markdown, rule.id).toContain('```');
      expect(['error', 'warning', 'note'], rule.id).toContain(rule.defaultConfiguration.level);
    }
    expect(results).toHaveLength(reported.length);
    for (const { ruleId, ruleIndex, message, level } of results) {
      expect(rules[ruleIndex].id).toBe(ruleId);
      expect(message.text).toMatch(/\S/);
      expect(['error', 'warning', 'note']).toContain(level);
    }
  });

  it('keeps to what code scanning takes of a rule, however much a project writes about its own', () => {
    const [rule] = RULES;
    const long = { ...report(), rules: rule ? [{ ...rule, claim: 'x'.repeat(2000) }] : [] };
    const [described] = JSON.parse(renderSarif(long, inRoot)).runs[0].tool.driver.rules;
    expect(described.shortDescription.text).toHaveLength(1024);
    expect(described.fullDescription.text).toHaveLength(1024);
    for (const { fullDescription, properties } of read().runs[0].tool.driver.rules) {
      expect(fullDescription.text.length).toBeLessThan(1024);
      expect(properties.tags).toHaveLength(1);
    }
  });

  it('names the line relative to the repository, and a file outside it whole', () => {
    const location = (file: string) =>
      read(finding({ place: { file, line: 3 } })).runs[0].results[0].locations[0].physicalLocation;
    expect(location('a b/Docker#file%')).toEqual({
      artifactLocation: { uri: 'a%20b/Docker%23file%25', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3 },
    });
    const outside = renderSarif(report(SOME[3] as Finding), () => undefined);
    expect(outside).toContain(`"uri": "file://${ROOT}/dev.yml"`);
    expect(location('half\ud800').artifactLocation.uri).toBe('half%EF%BF%BD');
  });

  it('has for each result a fingerprint of its own, the same where its line moves', () => {
    const prints = (...found: Finding[]) =>
      read(...found).runs[0].results.map(
        ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
          partialFingerprints.primaryLocationLineHash,
      );
    const at = (line: number) => finding({ place: { file: 'a.py', line }, problem: `RUN in line ${line}` });
    expect(new Set(prints(...SOME)).size).toBe(reported.length);
    expect(prints(at(3))).toEqual(prints(at(30)));
    expect(prints(at(3))).not.toEqual(prints(finding({ ...at(3), at: 'other' })));
  });

  it('has no declared exception, for which code scanning would open an alert', () => {
    const excepted = SOME.find(({ exception }) => exception !== undefined);
    expect(read(excepted as Finding).runs[0].results).toEqual([]);
  });

  it('leaves the name of the analysis to whoever uploads it: a repository may have two', () => {
    expect(read().runs[0].automationDetails).toBeUndefined();
  });
});

describe('the document of the rules', () => {
  it('has each rule once, in the contents and as a section with both examples', () => {
    const text = renderRules(RULES, './scripts/validate-mounts.sh');
    for (const { id, claim, why, wrong, right } of RULES) {
      expect(text.split(`\n### ${id}\n`), id).toHaveLength(2);
      expect(text.split(`\n- [${id}](#${id}): `), id).toHaveLength(2);
      for (const part of [claim, why, fence(wrong), fence(right)]) expect(text).toContain(part);
    }
  });
});
