import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { manyServices } from '../fixtures/many-services.js';
import { checkout, installedSample, neutral, PACKAGED, PROJECT, SAMPLE } from '../fixtures/project.js';
import { runTimed } from '../harness/processes.js';
import type { Goal, Row, Sides, Workshop } from '../harness/row.js';

const COMPOSE_FILES = ['docker-compose.dev.yml', 'docker-compose.clean.yml', 'docker-stack.clean.yml'];

const memory: Goal = { of: 'megabytes', atMost: 1.6 };

export const synthRows: readonly Row[] = [
  {
    id: 'synth-installed',
    what: 'all stacks, both Compose files and the stack file of the sample, all rules, from the installed package',
    against: 'two empty cdktf stacks in one process',
    goals: [{ of: 'seconds', atMost: 2 }, memory],
    prepare: async (workshop) => sample(workshop, await installedSample(workshop), [...PACKAGED, 'synth']),
  },
  {
    id: 'synth-typescript',
    what: 'the same from TypeScript, as this project does it',
    against: 'two empty cdktf stacks in one process',
    goals: [{ of: 'seconds', atMost: 3 }, memory],
    prepare: async (workshop) =>
      sample(workshop, await checkout(workshop), [
        ...[process.execPath, '--import', './cli/typescript.mjs', '--', 'cli/index.ts', 'synth'],
      ]),
  },
  scaled(100, 10),
  scaled(1000, 100),
  {
    id: 'synth-1000-bounds',
    what: 'synth of 1,000 services with 100 files each',
    against: '15 s and 600 MB',
    goals: [
      { of: 'seconds', atMost: 1 },
      { of: 'megabytes', atMost: 1 },
    ],
    prepare: async (workshop) => ({
      ...(await many(workshop, 1000)),
      theirs: async () => ({ seconds: 15, megabytes: 600 }),
    }),
  },
];

async function sample(workshop: Workshop, project: string, call: readonly string[]): Promise<Sides> {
  const env = neutral(project);
  const written = join(project, 'cdktf.out');
  // where cdktf is: the package has it in its own files
  const empty = join(PROJECT, 'bench/fixtures/empty-stacks.mjs');
  const target = workshop.directory();
  return {
    ours: () => {
      rmSync(written, { recursive: true, force: true });
      return runTimed(call, { cwd: project, env });
    },
    theirs: () => {
      rmSync(target, { recursive: true, force: true });
      return runTimed([process.execPath, empty, target], { cwd: project, env });
    },
    holds: () => {
      requireStacks(written);
      for (const name of COMPOSE_FILES) {
        const text = readFileSync(join(project, SAMPLE, name), 'utf8');
        if (text !== readFileSync(join(PROJECT, SAMPLE, name), 'utf8'))
          throw new Error(`${name} is not what is committed`);
      }
    },
  };
}

function scaled(count: number, fewer: number): Row {
  return {
    id: `synth-${count}`,
    what: `synth of ${count.toLocaleString('en')} services with 100 files each`,
    against: `of ${fewer.toLocaleString('en')}`,
    goals: [{ of: 'seconds', atMost: 11 }],
    prepare: async (workshop) => ({
      ...(await many(workshop, count)),
      theirs: (await many(workshop, fewer)).ours,
    }),
  };
}

async function many(workshop: Workshop, count: number): Promise<Pick<Sides, 'ours' | 'holds'>> {
  const project = await manyServices(workshop, count);
  const written = join(project, 'cdktf.out');
  return {
    ours: () => {
      rmSync(written, { recursive: true, force: true });
      return runTimed([...PACKAGED, 'synth'], { cwd: project, env: neutral(project) });
    },
    holds: () => {
      requireStacks(written);
      const compose = readFileSync(join(project, 'docker-compose.prod.yml'), 'utf8');
      const stack = readFileSync(join(project, 'docker-stack.prod.yml'), 'utf8');
      for (const text of [compose, stack])
        if (!text.includes(`  service-${count - 1}:`)) throw new Error('the last service is not in prod');
    },
  };
}

function requireStacks(written: string): void {
  for (const stack of ['dev', 'prod', 'swarm'])
    if (!existsSync(join(written, `stacks/${stack}/cdk.tf.json`)))
      throw new Error(`no stack ${stack} was written`);
}
