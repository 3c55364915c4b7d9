import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linter } from '../../lib/setup/linters.js';
import { exampleApp } from '../system.js';
import { lines } from './engine.js';

const ROOT = 'examples/opsconductor';
const documented = lines(
  readFileSync('docs/hardening.md', 'utf8').split("## Other people's linters")[1] ?? '',
)
  .filter((row) => /^\| (CL|DL)-?\d/.test(row))
  .map((row) => row.split('|').map((cell) => cell.trim()))
  .flatMap(([, rule = '', where = '']) => where.split(', ').map((place) => `${rule} ${place}`));

const lack = (tool: 'compose-lint' | 'hadolint') =>
  existsSync(linter(tool)) ? undefined : `${tool} is not installed`;
const composeLintLack = lack('compose-lint');
const hadolintLack = lack('hadolint');

describe('what other linters find is what the documents give a reason for', () => {
  it.skipIf(composeLintLack).each(['dev', 'prod'] as const)(
    `compose-lint on the Compose file of %s (skipped: ${composeLintLack ?? 'no'})`,
    async (mode) => {
      const file = mode === 'dev' ? 'docker-compose.dev.yml' : 'docker-compose.clean.yml';
      // under /root each mount would be one of a system directory
      const elsewhere = mkdtempSync(join(tmpdir(), 'oclive-lint-'));
      onTestFinished(() => rmSync(elsewhere, { recursive: true }));
      cpSync(join(ROOT, file), join(elsewhere, file));
      const { stdout } = await execa(linter('compose-lint'), ['--format', 'json', join(elsewhere, file)], {
        reject: false,
      });
      const { findings, errors } = JSON.parse(stdout) as {
        findings: { rule_id: string; service: string }[];
        errors: unknown[];
      };
      expect(errors).toEqual([]);
      const { services } = exampleApp()[mode];
      const groups: Record<string, readonly string[]> = {
        'every service': services.map(({ name }) => name),
        'every image': services.map(({ name }) => name),
        'own images': services.filter(({ image }) => image.kind === 'build').map(({ name }) => name),
        'backing images': services.filter(({ image }) => image.kind === 'external').map(({ name }) => name),
        'every published service': services
          .filter(({ published }) => published.length > 0)
          .map(({ name }) => name),
      };
      const allowed = documented.flatMap((entry) => {
        const [, rule, where, whom = ''] = /^(CL-\d+) (\S+): (.+)$/.exec(entry) ?? [];
        return where === file ? (groups[whom] ?? [whom]).map((service) => `${rule} ${service}`) : [];
      });
      expect(findings.map(({ rule_id, service }) => `${rule_id} ${service}`).sort()).toEqual(allowed.sort());
    },
  );

  it.skipIf(hadolintLack)(`hadolint on every Dockerfile (skipped: ${hadolintLack ?? 'no'})`, async () => {
    const tracked = execFileSync('git', ['ls-files', '--', ROOT, 'images'], { encoding: 'utf8' });
    const dockerfiles = lines(tracked).filter((path) => /(^|\/)Dockerfile(\.\w+)?$/.test(path));
    expect(dockerfiles.length).toBeGreaterThan(12);
    const { stdout } = await execa(linter('hadolint'), ['--format', 'json', ...dockerfiles], {
      reject: false,
    });
    const found = (JSON.parse(stdout) as { code: string; file: string }[]).map(
      ({ code, file }) => `${code} ${file}`,
    );
    expect([...new Set(found)].sort()).toEqual(documented.filter((entry) => /^DL/.test(entry)).sort());
  });

  const inline = exampleApp().prod.services.flatMap(({ name, image }) =>
    image.kind === 'build' && image.source.inline !== undefined ? [[name, image.source.inline] as const] : [],
  );
  it('there is a Dockerfile that is generated', () =>
    expect(inline.map(([name]) => name)).toEqual(['postgres', 'migrations']));

  it.skipIf(hadolintLack).each(inline)(
    `hadolint on the generated Dockerfile of %s (skipped: ${hadolintLack ?? 'no'})`,
    async (_, input) => {
      const { stdout } = await execa(linter('hadolint'), ['--format', 'json', '-'], { input, reject: false });
      expect(JSON.parse(stdout)).toEqual([]);
    },
  );
});
