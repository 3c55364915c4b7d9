import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MODES } from '../../lib/model/mode.js';
import { copyProject, EXAMPLE, start, TYPESCRIPT } from '../cli/project-copy.js';
import { CONVENTIONS } from '../conventions.js';
import { sectionOf } from '../docs/page.js';
import { TERRAFORM_LACK } from '../live/terraform.js';

const document = readFileSync('docs/cdktf.md', 'utf8');
const page = sectionOf(document, 'To the maintained fork');
const { dependencies: own, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const dependencies = { ...own, ...devDependencies };

/** A step of the page: its commands, what it writes into package.json, and what differs afterwards. */
function step(heading: string) {
  const text = page.split(/^### /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const block = (language: string) => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(text)?.[1];
  return {
    commands: block('bash') ?? '',
    manifest: JSON.parse(block('json') ?? ''),
    differences: [...text.matchAll(/^\| `(.*)` \| `(.*)` \| `(.*)` \|$/gm)].map(([, ...row]) => row),
  };
}

/** All that a synthesis writes: texts of Compose, and each value of Terraform's stacks by its path. */
async function synthesised(copy: string, environment: Readonly<Record<string, string>> = {}) {
  const program = [process.execPath, '--import', TYPESCRIPT, 'cli/index.ts', 'synth'];
  expect(await start(copy, program, environment)).toMatchObject({ code: 0, stderr: '' });
  const read = (path: string) => readFileSync(join(copy, path), 'utf8');
  return {
    compose: MODES.map((mode) => read(`${EXAMPLE}/docker-compose.${CONVENTIONS.modes[mode]}.yml`)),
    stacks: MODES.map((mode) => valuesOf(JSON.parse(read(`cdktf.out/stacks/${mode}/cdk.tf.json`)))),
  };
}

/** `a.b.0` → its value, empty lists and maps too. */
function valuesOf(value: unknown, path = ''): Map<string, unknown> {
  const parts = value instanceof Object ? Object.entries(value) : [];
  if (parts.length === 0) return new Map([[path, value]]);
  return new Map(parts.flatMap(([name, each]) => [...valuesOf(each, path ? `${path}.${name}` : name)]));
}

/** Path, then what stands there in each of two stacks, where that is not the same. */
function differences(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): unknown[] {
  const paths = [...new Set([...one.keys(), ...other.keys()])].sort();
  return paths.flatMap((path) => {
    const pair = [one.get(path), other.get(path)];
    return JSON.stringify(pair[0]) === JSON.stringify(pair[1]) ? [] : [[path, ...pair]];
  });
}

/** What of the steps has all of the fork. */
const LAST = 'Then the provider';
const WHEEL = ['-m', 'pip', 'download', '--quiet', '--no-deps', 'cdktn-provider-docker==16.1.0'];

function doRegistriesAnswer(directory: string): boolean {
  try {
    execFileSync('npm', ['view', 'cdktn@0.24.0', 'version'], { cwd: directory, stdio: 'pipe' });
    execFileSync('python3', WHEEL, { cwd: directory, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe('under the maintained fork of cdktf', () => {
  let before: Awaited<ReturnType<typeof synthesised>>;
  let isReachable: boolean;
  beforeAll(async () => {
    const copy = copyProject();
    isReachable = doRegistriesAnswer(join(copy, 'home'));
    before = await synthesised(copy);
  });

  it.for(['First the library', LAST])('only what the page lists differs: %s', async (heading, { skip }) => {
    if (!isReachable) skip('no registry answers');
    const { commands, manifest, differences: listed } = step(heading);
    expect(listed.length).toBeGreaterThan(0);
    const copy = copyProject();
    // beside the one folder that knows cdktf; all else keeps the packages that are installed
    const folder = join(copy, 'lib/terraform');
    const needed = ['constructs', '@cdktf/provider-docker'].map((name) => [name, dependencies[name]]);
    const packages = { ...Object.fromEntries(needed), ...manifest.dependencies };
    const written = { private: true, type: 'module', ...manifest, dependencies: packages };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(written));
    const install = `set -e\n${commands}\nnpm install --no-audit --no-fund --no-package-lock`;
    execFileSync('sh', ['-c', install], { cwd: folder, stdio: 'pipe' });

    const after = await synthesised(copy);
    expect(after.compose).toEqual(before.compose);
    for (const [i, stack] of after.stacks.entries())
      expect(differences(before.stacks[i] ?? new Map(), stack)).toEqual(listed);

    if (heading !== LAST) return;
    const project = { extends: '../tsconfig.json', include: ['../lib/terraform'] };
    writeFileSync(join(copy, 'home/tsconfig.json'), JSON.stringify(project));
    const types = await start(copy, ['node_modules/.bin/tsc', '--project', 'home/tsconfig.json']);
    expect(types, types.stdout).toMatchObject({ code: 0 });
  });
});

/** This machine's own engine, where nothing is of that name. */
const REAL = { HOME: homedir(), DOCKER_HOST: process.env.DOCKER_HOST ?? '', OPSCONDUCTOR_NAME: 'oclwayout' };

describe('by Terraform alone', () => {
  it.skipIf(TERRAFORM_LACK)(
    `both forms of a stack are planned (skipped: ${TERRAFORM_LACK ?? 'no'})`,
    async () => {
      const copy = copyProject();
      const blocks = sectionOf(document, 'To Terraform alone').matchAll(/```bash\n([\s\S]*?)```/g);
      // a deploy is what other live tests do
      const lines = [...blocks].flatMap(([, block = '']) =>
        block
          .trim()
          .split('\n')
          .filter((line) => !line.endsWith(' apply')),
      );
      expect(lines.length).toBeGreaterThan(4);
      await synthesised(copy, REAL);
      for (const line of lines) {
        const outcome = await start(copy, ['sh', '-c', `${line} 2>&1`], REAL);
        expect(outcome, outcome.stdout).toMatchObject({ code: 0 });
      }
    },
  );
});
