import { createHash } from 'node:crypto';
import type { Container } from '@cdktf/provider-docker/lib/container/index.js';
import type { Network } from '@cdktf/provider-docker/lib/network/index.js';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import { preparationFile, secretsFile as secretsOfMode, systemFile } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import { TerraformData } from './data-resource.js';
import { escapeInQuotes, escapeTemplate } from './text.js';

export interface TerraformOrderProps {
  /** The source root as seen from the stack's folder, with `/`. */
  readonly sourceRoot: string;
  /** The secrets file as seen from the stack's folder. */
  readonly secretsFile: string;
  /** The secrets without which nothing is planned, which is said in words. */
  readonly fromTeam: readonly string[];
}

/** The project's directory as seen from the stack's folder. */
const PROJECT = '../../..';
export const WORKING_DIR = `\${path.module}/${PROJECT}`;

/**
 * Check, build, and only then touch containers. Terraform by itself destroys what it replaces before it makes anything,
 * whatever the new container depends on; it waits for the destruction of what depends on the old one alone. So there
 * are two resources, replaced with every change of the system or its secrets, and both call `lib/deploy/prepare.ts`:
 *
 * - `prepared`, which all else depends on, when it is made: for the first deploy, and for one after a failure;
 * - `complete`, which depends on all containers, when it is destroyed: before any container of a running system.
 *
 * Each container has a resource beside it that is made when it is healthy. The provider's own wait has one fixed limit, says
 * nothing of what it waited for in vain, and has Terraform replace that container at the next deploy, however far it was.
 */
export class TerraformOrder extends Construct {
  readonly prepared: TerraformData;
  private readonly complete: TerraformData;
  private readonly entry: string;
  private readonly system: string;

  constructor(
    scope: Construct,
    spec: SystemSpec,
    { sourceRoot, secretsFile, fromTeam }: TerraformOrderProps,
  ) {
    super(scope, 'order');
    this.system = escapeTemplate(quote(`${sourceRoot}/${systemFile(spec)}`.slice(PROJECT.length + 1)));
    this.entry = spec.conventions.commands.entry;
    // the shell's parent is Terraform, whose turn it is from then on
    const prepare = `${this.entry} prepare ${this.system} $PPID`;
    const preparation = `${sourceRoot}/${preparationFile(spec)}`;
    this.prepared = new TerraformData(this, 'prepared', {
      triggersReplace: {
        spec: hash(deployed(spec)),
        secrets: `\${sensitive(filesha256("\${path.module}/${escapeInQuotes(secretsFile)}"))}`,
        // changes with a deploy that did not come to its end, and with no other
        preparation: `\${try(regex("^\\\\S+", file("\${path.module}/${escapeInQuotes(preparation)}")), "")}`,
      },
      provisioners: [{ type: 'local-exec', workingDir: WORKING_DIR, command: `${prepare} --begin` }],
      ...(fromTeam.length > 0
        ? { lifecycle: { precondition: fromTeam.map((name) => isWritten(name, spec)) } }
        : {}),
    });
    this.prepared.overrideLogicalId('prepared');
    this.complete = new TerraformData(this, 'complete', {
      triggersReplace: { prepared: this.prepared.id },
      dependsOn: [],
      provisioners: [
        {
          type: 'local-exec',
          // a variable, for a shell would execute what a path may have between quotes
          command: 'printf %s "$PREPARATION" > "$FILE"',
          environment: {
            // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's reference
            PREPARATION: '${terraform_data.prepared.triggers_replace.preparation}',
            FILE: `\${path.module}/${escapeTemplate(preparation)}`,
          },
        },
        ...(spec.mode === 'prod'
          ? [
              {
                type: 'local-exec' as const,
                workingDir: WORKING_DIR,
                command: `${this.entry} guard ${this.system}`,
              },
            ]
          : []),
        {
          type: 'local-exec',
          when: 'destroy',
          workingDir: WORKING_DIR,
          // a Terraform that destroys all has nothing to build
          command: `ps -o args= -p $PPID | grep -qE ' -?destroy( |$)' || ${prepare}`,
        },
      ],
    });
    this.complete.overrideLogicalId('complete');
  }

  /** What is made when a service's container is healthy: others depend on it, and it is part of what a deploy ends with. */
  healthy(scope: Construct, service: string, container: Container): TerraformData {
    const healthy = new TerraformData(scope, 'healthy', {
      triggersReplace: { container: container.id },
      provisioners: [
        {
          type: 'local-exec',
          workingDir: WORKING_DIR,
          command: `${this.entry} await ${this.system} ${quote(service)}`,
        },
      ],
    });
    this.complete.dependsOn?.push(dependable(healthy));
    return healthy;
  }

  /**
   * What is made when a job has ended well. A deploy that changes a system has run it before it removed anything; here it is run
   * where what it needs was not there yet.
   */
  done(
    scope: Construct,
    job: string,
    needs: ReadonlyMap<string, TerraformData>,
    network: Network,
  ): TerraformData {
    const done = new TerraformData(scope, 'done', {
      triggersReplace: {
        prepared: this.prepared.id,
        ...Object.fromEntries([...needs].map(([name, { id }]) => [name, id])),
      },
      provisioners: [
        {
          type: 'local-exec',
          workingDir: WORKING_DIR,
          command: `${this.entry} job ${this.system} ${quote(job)}`,
        },
      ],
      dependsOn: [network],
    });
    this.complete.dependsOn?.push(dependable(done));
    return done;
  }
}

/** Said before anything is planned: nobody can make it up. */
export function isWritten(secret: string, { conventions, mode }: SystemSpec) {
  return {
    condition: `\${contains(keys(local.secrets), "${secret}")}`,
    errorMessage: `${secretsOfMode(conventions, mode)} has no ${secret}, which comes from the team. Fix: write into it, without quotes: ${secret}=…`,
  };
}

/** What of a system is deployed: how people call its commands is no reason to prepare again. */
export function deployed({ conventions: _, optional: __, leftOut: ___, ...spec }: SystemSpec): unknown {
  return spec;
}

export function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

export function quote(argument: string): string {
  return /^[\w./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
