import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { deployedBefore, deployedSystem, forgetDeployed, keepDeployed } from '../../lib/deploy/deployed.js';
import { goBack } from '../../lib/deploy/go-back.js';
import { writeSystem } from '../../lib/disk/system-file.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec } from '../spec.js';

const PROD = { ...named('acme'), mode: 'prod' } as const;
const STACK = 'cdktf.out/stacks/prod/cdk.tf.json';
const SYSTEM = '.opsconductor/system.acme.prod.json';

describe('what Terraform has deployed', () => {
  let root: string;
  const synthesised = (text: string) => {
    for (const path of [STACK, SYSTEM]) writeFileSync(join(root, path), text);
  };
  /** A Terraform that notes what it is called with, and which stack it finds. */
  const terraform = (exitCode = 0) => {
    const path = join(root, 'terraform');
    writeFileSync(
      path,
      `#!/bin/sh\n{ echo "$*"; cat ${root}/${STACK}; } > ${root}/called\nexit ${exitCode}\n`,
    );
    chmodSync(path, 0o755);
    return path;
  };
  const earlier = (exitCode?: number) => deployedBefore(root, root, PROD, terraform(exitCode));

  beforeEach(() => {
    root = plant({ [STACK]: '', [SYSTEM]: '' });
  });

  it('is deployed again from what was kept of it, whatever was synthesised since', async () => {
    synthesised('first');
    keepDeployed(root, root, PROD);
    synthesised('second');
    const back = earlier();
    expect(back && (await goBack(back))).toMatch(/^What was deployed before runs again \(/);
    expect(readFileSync(join(root, 'called'), 'utf8')).toBe(
      `-chdir=${root}/cdktf.out/stacks/prod apply -auto-approve -input=false\nfirst`,
    );
    expect(readFileSync(join(root, SYSTEM), 'utf8')).toBe('first');
  });

  it('is not where nothing came up yet, or the same has just failed', () => {
    synthesised('first');
    expect(earlier()).toBeUndefined();
    keepDeployed(root, root, PROD);
    expect(earlier()).toBeUndefined();
  });

  it('keeps its images from being removed, until it is forgotten with them', () => {
    expect(deployedSystem(root, PROD)).toBeUndefined();
    writeSystem(join(root, SYSTEM), { ...systemSpec('prod', [serviceSpec('prod')]), ...named('acme') });
    writeFileSync(join(root, STACK), '{}');
    keepDeployed(root, root, PROD);
    expect(deployedSystem(root, PROD)?.services.map(({ name }) => name)).toEqual(['api']);
    forgetDeployed(root, PROD);
    expect(deployedSystem(root, PROD)).toBeUndefined();
  });

  it('is said not to run again where that fails, too', async () => {
    synthesised('first');
    keepDeployed(root, root, PROD);
    synthesised('second');
    const back = earlier(1);
    expect(back && (await goBack(back))).toMatch(/^The way back failed, too: .*terraform apply failed/);
  });
});
