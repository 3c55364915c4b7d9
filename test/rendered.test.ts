import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderCompose } from '../lib/compose/write/render.js';
import { ensureSecrets } from '../lib/disk/secrets.js';
import { secretsFile } from '../lib/model/deployment.js';
import { MODES } from '../lib/model/mode.js';
import { TOOL } from '../lib/model/tool.js';
import { renderStack } from '../lib/swarm/write/render.js';
import { composeOf } from './compose/file.js';
import { CONVENTIONS } from './conventions.js';
import { secretive } from './spec.js';
import { programsFor } from './swarm/file.js';
import { exampleApp, type TerraformFile, terraformTexts } from './system.js';

/** What holds of everything rendered: it goes into git and into pull requests. */
const app = exampleApp();
const terraform = terraformTexts();
const texts = [
  ...MODES.flatMap((mode) => [
    { name: `Compose file of ${mode}`, text: renderCompose(app[mode]) },
    { name: `Terraform file of ${mode}`, text: terraform[mode] },
  ]),
  {
    name: 'stack file',
    text: renderStack(app.prod, { programs: programsFor(app.prod, { command: ['python', 'main.py'] }) }),
  },
];

/** 32 characters in a row, small and capital letters among them, but for cdktf's names, which end in eight hex digits. */
const SECRET_LIKE =
  /(?<![\w-])(?![\w-]*_[0-9A-F]{8}(?![\w-]))(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32}(?![\w-])/;

describe.each(texts)('the $name', ({ text }) => {
  it('holds no path of this machine', () => {
    // containers have a /tmp too; what this project makes in the host's has its name
    for (const path of [process.cwd(), join(tmpdir(), TOOL)]) expect(text).not.toContain(path);
    expect(text).not.toMatch(/\/(home|Users|work)\//);
  });

  it('holds nothing that looks like a generated secret', () => {
    expect(text).not.toMatch(SECRET_LIKE);
  });
});

it('a generated secret would be seen for what it is', () => {
  const root = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  try {
    const names = [...Array(20).keys()].map((i) => `PASSWORD_${i}`);
    ensureSecrets(root, secretive('dev', Object.fromEntries(names.map((name) => [name, undefined]))));
    const values = readFileSync(join(root, secretsFile(CONVENTIONS, 'dev')), 'utf8').match(/(?<==).+/g) ?? [];
    expect(values).toHaveLength(20);
    for (const value of values) expect(`"${value}"`).toMatch(SECRET_LIKE);
  } finally {
    rmSync(root, { recursive: true });
  }
});

describe.each(MODES)('the secrets of %s', (mode) => {
  it('are variables of Compose, wherever a password stands', () => {
    for (const { environment = {} } of Object.values(composeOf(app[mode]).services))
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD$/.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+\}$/);
        if (/:\/\/[^/\s]*@/.test(value)) expect(value).toMatch(/:\/\/\w+:\$\{[A-Z_]+\}@/);
      }
  });

  it('are read by Terraform from the secrets file, wherever a password stands', () => {
    const { resource } = JSON.parse(terraform[mode]) as TerraformFile;
    const lines = Object.values(resource.docker_container ?? {}).flatMap(
      ({ env }) => (env ?? []) as string[],
    );
    expect(lines.filter((line) => line.includes('PASSWORD')).length).toBeGreaterThan(10);
    for (const line of lines) {
      if (/^\w*PASSWORD=/.test(line)) expect(line).toMatch(/=\$\{local\.secrets\["[A-Z_]+"\]\}$/);
      if (/:\/\/[^/\s]*@/.test(line)) expect(line).toMatch(/:\/\/\w+:\$\{local\.secrets\["[A-Z_]+"\]\}@/);
    }
  });

  it('have the values of this mode alone', () => {
    const { locals } = JSON.parse(terraform[mode]) as { locals: { secrets: string } };
    expect(locals.secrets).toContain(`/examples/opsconductor/.opsconductor/secrets.${mode}.env"`);
  });
});

it.each(MODES)('every host path of %s is relative to the source root', (mode) => {
  const file = JSON.parse(terraform[mode]) as TerraformFile & {
    readonly terraform: { readonly backend: { readonly local: { readonly path: string } } };
  };
  expect(file.terraform.backend.local.path).toBe(`../../../terraform.${mode}.tfstate`);
  for (const { mounts } of Object.values(file.resource.docker_container ?? {}))
    for (const { type, source } of (mounts ?? []) as { type: string; source: string }[])
      expect(source).toMatch(
        type === 'bind' ? /^\$\{local\.source_root\}\/\w/ : /^opsconductor-\w+-(dev|clean)$/,
      );
  for (const { volumes = [], build } of Object.values(composeOf(app[mode]).services)) {
    if (build) expect(build.context).toMatch(/^\.\/\.opsconductor\/contexts\//);
    for (const { type, source } of volumes)
      expect(source).toMatch(type === 'bind' ? /^\.\/\w/ : /^opsconductor-\w+-(dev|clean)$/);
  }
});
