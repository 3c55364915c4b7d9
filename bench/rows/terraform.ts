import { join } from 'node:path';
import { Deployment, SERVICES } from '../fixtures/deployment.js';
import { timed } from '../harness/processes.js';
import type { Row } from '../harness/row.js';

/** Deploying by Terraform. */
export const terraformRows: readonly Row[] = [
  {
    id: 'deploy-terraform',
    what: `\`terraform apply\` of prod from nothing, images present: ${SERVICES}`,
    against: '`docker compose up -d --wait` with the same file',
    goals: [{ of: 'seconds', atMost: 1.5 }],
    needs: ['engine', 'terraform'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'prod');
      await deployment.system.must('npx', 'cdktf', 'synth');
      const terraform = stack(deployment, 'prod');
      await terraform('init', '-input=false');
      return {
        ours: async () => {
          await terraform('destroy', '-auto-approve', '-input=false');
          await deployment.stop();
          return timed(() => terraform('apply', '-auto-approve', '-input=false'));
        },
        theirs: async () => {
          await terraform('destroy', '-auto-approve', '-input=false');
          await deployment.stop();
          return timed(() => deployment.compose('prod', 'up', '--detach', '--wait'));
        },
        holds: () => deployment.requireHealthy('prod'),
        end: async () => {
          await terraform('destroy', '-auto-approve', '-input=false');
          await deployment.stop();
        },
      };
    },
  },
  {
    id: 'cdktf-no-change',
    what: '`cdktf deploy dev` where nothing has changed',
    against: '`cdktf synth dev` and `terraform apply` in the directory that it writes',
    goals: [{ of: 'seconds', atMost: 1.05 }],
    needs: ['engine', 'terraform'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'dev');
      const { system } = deployment;
      const deploy = () =>
        system.must('npx', 'cdktf', 'deploy', 'dev', '--auto-approve', '--skip-provider-lock');
      await deployment.stop();
      await deploy();
      const terraform = stack(deployment, 'dev');
      let said = '';
      return {
        ours: () =>
          timed(async () => {
            said = await deploy();
          }),
        theirs: () =>
          timed(async () => {
            await system.must('npx', 'cdktf', 'synth');
            await terraform('apply', '-auto-approve', '-input=false');
          }),
        holds: async () => {
          await deployment.requireHealthy('dev');
          if (!/No changes|0 added, 0 changed, 0 destroyed/.test(said))
            throw new Error(`something was changed:\n${said}`);
        },
        end: async () => {
          await terraform('destroy', '-auto-approve', '-input=false');
          await deployment.stop();
        },
      };
    },
  },
];

/** Calls Terraform itself on what was synthesised. */
function stack(
  { system }: Deployment,
  mode: 'dev' | 'prod',
): (...args: readonly string[]) => Promise<string> {
  const directory = join(system.project, 'cdktf.out/stacks', mode);
  const program = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
  return (...args) => system.must(program, `-chdir=${directory}`, ...args, '-no-color');
}
