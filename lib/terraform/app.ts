import { App, type TerraformStack } from 'cdktf';
import type { Systems } from '../construct/systems.js';
import { TerraformSystem } from './stack.js';
import { type SwarmOptions, TerraformSwarm } from './swarm-stack.js';

/** Both stacks of Terraform, checked by cdktf and not yet written. */
export interface TerraformApp {
  /** Where cdktf looks for them. */
  readonly outdir: string;
  /** Writes `stacks/<mode>/cdk.tf.json` there; `cdk.tf` where cdktf is asked for HCL. */
  write(): void;
}

/**
 * Renders both systems for Terraform.
 * @param sourceRoot relative to the project's directory, with `/`; `.` where it is that directory
 * @param options `outdir`: where cdktf writes; it is made at once, cdktf.out unless it is said. `swarm`: what has to be known for a third
 * stack, which Swarm runs; without it there is none
 * @throws what cdktf's own checks find
 */
export function renderTerraform(
  { stacks, prod }: Systems,
  sourceRoot: string,
  { outdir, swarm }: { readonly outdir?: string; readonly swarm?: SwarmOptions | undefined } = {},
): TerraformApp {
  return quietly(() => {
    // it checks here, before anything is written: its own synth would write the first stack before it checks the second
    const app = new App({ skipValidation: true, ...(outdir ? { outdir } : {}) });
    // cdktf.out/stacks/<mode> lies three levels below the project
    const root = `../../../${sourceRoot}`;
    const rendered: TerraformStack[] = [stacks.dev, stacks.prod].map(
      (stack) => new TerraformSystem(app, stack, root),
    );
    if (swarm) rendered.push(new TerraformSwarm(app, prod, root, swarm));
    for (const stack of rendered) stack.runAllValidations();
    return { outdir: app.outdir, write: () => quietly(() => app.synth()) };
  });
}

/**
 * Runs cdktf without two things. It takes a stack trace of every resource and reference, which it shows to nobody here, and which takes
 * longer than all else. And it calls what Node 24 warns of, on everybody's screen. Whatever is thrown has its own trace.
 */
function quietly<T>(work: () => T): T {
  const { noDeprecation } = process;
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  process.noDeprecation = true;
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
    process.noDeprecation = noDeprecation ?? false;
  }
}
