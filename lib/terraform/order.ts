import { createHash } from 'node:crypto';
import { dependable, type TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { preparationFile, systemFile } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import { TerraformData } from './data-resource.js';

export interface TerraformOrderProps {
  /** The source root as seen from the stack's folder, with `/`. */
  readonly sourceRoot: string;
  /** The secrets file as seen from the stack's folder. */
  readonly secretsFile: string;
}

/** The project's directory as seen from the stack's folder. */
const PROJECT = '../../..';

/**
 * Check, build, and only then touch containers. Terraform by itself destroys what it replaces before it makes anything,
 * whatever the new container depends on; it waits for the destruction of what depends on the old one alone. So there
 * are two resources, replaced with every change of the system or its secrets, and both call `lib/deploy/prepare.ts`:
 *
 * - `prepared`, which all else depends on, when it is made: for the first deploy, and for one after a failure;
 * - `complete`, which depends on all containers, when it is destroyed: before any container of a running system.
 */
export class TerraformOrder extends Construct {
  readonly prepared: TerraformData;
  private readonly complete: TerraformData;

  constructor(scope: Construct, spec: SystemSpec, { sourceRoot, secretsFile }: TerraformOrderProps) {
    super(scope, 'order');
    const system = `${sourceRoot}/${systemFile(spec)}`.slice(PROJECT.length + 1);
    const prepare = `${spec.conventions.commands.entry} prepare ${quote(system)}`;
    const preparation = `\${path.module}/${sourceRoot}/${preparationFile(spec)}`;
    const workingDir = `\${path.module}/${PROJECT}`;
    this.prepared = new TerraformData(this, 'prepared', {
      triggersReplace: {
        spec: hash(deployed(spec)),
        secrets: `\${sensitive(filesha256("\${path.module}/${secretsFile}"))}`,
        // changes with a deploy that did not come to its end, and with no other
        preparation: `\${try(regex("^\\\\S+", file("${preparation}")), "")}`,
      },
      provisioners: [{ type: 'local-exec', workingDir, command: `${prepare} --begin` }],
    });
    this.prepared.overrideLogicalId('prepared');
    this.complete = new TerraformData(this, 'complete', {
      triggersReplace: { prepared: this.prepared.id },
      dependsOn: [],
      provisioners: [
        {
          type: 'local-exec',
          command: `printf %s "$PREPARATION" > "${preparation}"`,
          // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's reference
          environment: { PREPARATION: '${terraform_data.prepared.triggers_replace.preparation}' },
        },
        {
          type: 'local-exec',
          when: 'destroy',
          workingDir,
          // the shell's parent is Terraform: one that destroys all has nothing to build
          command: `ps -o args= -p $PPID | grep -qE ' -?destroy( |$)' || ${prepare}`,
        },
      ],
    });
    this.complete.overrideLogicalId('complete');
  }

  /** Counts a container to those that a deploy ends with. */
  includes(container: TerraformResource): void {
    this.complete.dependsOn?.push(dependable(container));
  }
}

/** What of a system is deployed: how people call its commands is no reason to prepare again. */
function deployed({ conventions: _, optional: __, leftOut: ___, ...spec }: SystemSpec): unknown {
  return spec;
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

function quote(argument: string): string {
  return /^[\w./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
