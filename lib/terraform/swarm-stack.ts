import { Network } from '@cdktf/provider-docker/lib/network/index.js';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { Secret } from '@cdktf/provider-docker/lib/secret/index.js';
import { Service } from '@cdktf/provider-docker/lib/service/index.js';
import { type App, LocalBackend, type TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { swarmStatePath, systemFile } from '../model/deployment.js';
import { imageName } from '../model/image.js';
import { labelNames } from '../model/labels.js';
import { jobsOf, type ServiceSpec, type SystemSpec, startedOf } from '../model/service-spec.js';
import { nodesImage, STACK_LABEL, stackName } from '../model/swarm.js';
import type { ImageProgram } from '../swarm/write/program.js';
import { stackSecrets } from '../swarm/write/secrets.js';
import { labelBlocks } from './container.js';
import { TerraformData } from './data-resource.js';
import { forHcl } from './hcl.js';
import { deployed, hash, isWritten, quote, WORKING_DIR } from './order.js';
import { secretsLocal, secretValue } from './secrets-local.js';
import { serviceConfig } from './swarm-service.js';
import { escapeTemplate } from './text.js';

/** What is known of prod where it is rendered for Swarm. */
export interface SwarmOptions {
  /** Service → what its image runs by itself. */
  readonly programs: ReadonlyMap<string, ImageProgram>;
  /** The registry that the nodes have own images from; empty on a swarm of one node. */
  readonly registry: string;
}

/** The stack's name in Terraform, beside those of the modes. */
const SWARM = 'swarm';

/**
 * Prod as a stack of Terraform's that Swarm runs: what the stack file says. A service is updated in place, so what has to be there
 * before anything changes is one resource that all services depend on; and what needs a job waits until that has ended well.
 */
export class TerraformSwarm extends TerraformStack {
  private readonly made = new Map<string, TerraformResource>();
  private readonly labels: Readonly<Record<string, string>>;

  /** @param sourceRoot as seen from the stack's folder in cdktf.out, with `/` */
  constructor(app: App, system: SystemSpec, sourceRoot: string, { programs, registry }: SwarmOptions) {
    super(app, SWARM);
    new LocalBackend(this, { path: swarmStatePath(system) });
    new DockerProvider(this, 'docker');
    const { isHcl, fromTeam, file } = secretsLocal(this, system, sourceRoot, app.hclOutput);
    const { conventions, network } = system;
    this.labels = { [STACK_LABEL]: stackName(system) };
    const argument = escapeTemplate(quote(`${sourceRoot}/${systemFile(system)}`.slice('../../../'.length)));
    const { entry } = conventions.commands;
    const run = (command: string) => [{ type: 'local-exec' as const, workingDir: WORKING_DIR, command }];
    const prepared = new TerraformData(this, 'prepared', {
      triggersReplace: {
        spec: hash({ ...(deployed(system) as object), registry }),
        secrets: `\${sensitive(filesha256("\${path.module}/${file}"))}`,
      },
      provisioners: run(`${entry} prepare ${argument} $PPID --stack`),
      ...(fromTeam.size > 0
        ? { lifecycle: { precondition: [...fromTeam].map((name) => isWritten(name, system)) } }
        : {}),
    });
    prepared.overrideLogicalId('prepared');
    const overlay = new Network(this, 'network', {
      ...{ name: network.name, driver: 'overlay', attachable: true },
      labels: labelBlocks({ ...network.labels, ...this.labels }),
      dependsOn: [prepared],
    });
    const secrets = new Map(
      stackSecrets(system).map(({ name, secret, encoded }) => {
        const value = secretValue(secret, encoded, fromTeam);
        const swarms = new Secret(this, `secret_${name}`, {
          // Swarm's cannot be changed: a new value is a new one, and the services are told of it before the old one goes
          name: `${stackName(system)}_${name}_\${substr(sha256(join("/", ["${name}", ${value}])), 0, 12)}`,
          data: `\${base64encode(${value})}`,
          labels: labelBlocks(network.labels),
          lifecycle: { createBeforeDestroy: true },
          dependsOn: [prepared],
        });
        return [name, swarms] as const;
      }),
    );
    const render = (spec: ServiceSpec) => {
      const labelled = { ...spec, labels: { ...spec.labels, ...this.labels } };
      const config = serviceConfig(labelled, system, programs.get(spec.name), {
        image: nodesImage(imageName(spec.image), registry),
        networkId: overlay.id,
        secret: (name) => {
          const known = secrets.get(name);
          return { id: known?.id ?? '', name: known?.name ?? '' };
        },
      });
      const jobs = new Set(jobsOf(system).map(({ name }) => name));
      const done = spec.dependsOn.flatMap((name) => (jobs.has(name) ? (this.made.get(name) ?? []) : []));
      const service = new Service(this.scopeOf(spec), 'service', {
        ...(isHcl ? forHcl(config) : config),
        labels: labelBlocks({ ...labelled.labels, [labelNames(conventions).deployedBy]: 'terraform' }),
        dependsOn: [prepared, ...done],
      });
      this.made.set(spec.name, service);
    };
    for (const spec of system.services) {
      if (startedOf({ services: [spec] }).length > 0) render(spec);
      if (!spec.job) continue;
      const needs = spec.dependsOn.flatMap((name) => this.made.get(name) ?? []);
      const done = new TerraformData(this.scopeOf(spec), 'done', {
        triggersReplace: { prepared: prepared.id },
        provisioners: run(`${entry} job ${argument} ${quote(spec.name)}`),
        dependsOn: [overlay, ...needs],
      });
      this.made.set(spec.name, done);
    }
  }

  /** A service may be called what the stack calls a part of its own. */
  private scopeOf({ name }: ServiceSpec): Construct {
    return new Construct(this, this.node.tryFindChild(name) ? `service_${name}` : name);
  }
}
