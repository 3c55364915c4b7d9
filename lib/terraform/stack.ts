import { createHash } from 'node:crypto';
import { Container } from '@cdktf/provider-docker/lib/container/index.js';
import { Image } from '@cdktf/provider-docker/lib/image/index.js';
import { Network } from '@cdktf/provider-docker/lib/network/index.js';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { type App, LocalBackend, TerraformLocal, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Registered, Stack } from '../construct/stack.js';
import { secretsFile, statePath } from '../model/deployment.js';
import { imageName } from '../model/image.js';
import { labelNames } from '../model/labels.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { addresses } from './addresses.js';
import { containerConfig, labelBlocks } from './container.js';
import type { TerraformData } from './data-resource.js';
import { forHcl } from './hcl.js';
import { TerraformOrder } from './order.js';
import { secretsLocal, secretValue } from './secrets-local.js';
import { escapeInQuotes } from './text.js';

/** A described system as a stack of Terraform's: a network, and for each service an image and a container. */
export class TerraformSystem extends TerraformStack {
  private readonly network: Network;
  /** What is done before the first container and after the last. */
  private readonly order: TerraformOrder;
  /** Service → what is there when it is healthy, or job → when it has ended well. */
  private readonly healthy = new Map<string, TerraformData>();
  private readonly fromTeam: ReadonlySet<string>;
  private readonly isHcl: boolean;

  /** @param sourceRoot as seen from the stack's folder in cdktf.out, with `/`: `../../../examples/shop` */
  constructor(app: App, stack: Stack<Mode>, sourceRoot: string) {
    const system = stack.spec;
    super(app, system.mode);
    // cdktf's default would be an absolute path; beside main.ts it outlives cdktf.out
    new LocalBackend(this, { path: statePath(system) });
    new DockerProvider(this, 'docker');
    const root = new TerraformLocal(
      this,
      'source_root',
      `\${abspath("\${path.module}/${escapeInQuotes(sourceRoot)}")}`,
    );
    root.overrideLogicalId('source_root');
    const { isHcl, fromTeam } = secretsLocal(this, system, sourceRoot, app.hclOutput);
    this.isHcl = isHcl;
    this.fromTeam = fromTeam;
    this.order = new TerraformOrder(this, system, {
      ...{ sourceRoot, secretsFile: `${sourceRoot}/${secretsFile(system.conventions, system.mode)}` },
      fromTeam: [...this.fromTeam],
    });
    this.network = new Network(this, 'network', {
      name: system.network.name,
      labels: labelBlocks(system.network.labels),
      dependsOn: [this.order.prepared],
    });
    for (const service of stack.services) this.render(service, system.conventions);
    new TerraformOutput(this, 'addresses', { value: addresses(system, stack.context.host) });
  }

  private render({ name, spec, needs }: Registered<Mode>, conventions: SystemSpec['conventions']): void {
    // a service may be called what the stack calls a part of its own: `backend`
    const scope = new Construct(this, this.node.tryFindChild(name) ? `service_${name}` : name);
    const needed = needs.flatMap((need) => {
      const healthy = this.healthy.get(need.name);
      return healthy ? [[need.name, healthy] as const] : [];
    });
    if (spec.job) {
      this.healthy.set(name, this.order.done(scope, name, new Map(needed), this.network));
      return;
    }
    // of our own image this is only a reference: what is prepared has built it
    const image = new Image(scope, 'image', {
      name: imageName(spec.image),
      keepLocally: true,
      dependsOn: [this.order.prepared],
    });
    const config = containerConfig(labelled(spec, labelNames(conventions).spec), {
      image: image.name,
      networkId: this.network.id,
      // the checkout's absolute path is known to Terraform alone, so that synthesis is the same everywhere
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's template, not ours
      sourceRoot: '${local.source_root}',
      // read at plan time
      secret: (secret, encoded) => `\${${secretValue(secret, encoded, this.fromTeam)}}`,
    });
    const container = new Container(scope, 'container', {
      ...(this.isHcl ? forHcl(config) : config),
      dependsOn: [image, ...needed.map(([, healthy]) => healthy)],
    });
    this.healthy.set(name, this.order.healthy(scope, name, container));
  }
}

/** Any change of the spec becomes a changed label, and that replaces the container; what Swarm alone is told is none of it. */
function labelled(spec: ServiceSpec, label: string): ServiceSpec {
  const { replicas: _, placement: __, ...own } = spec;
  const hash = createHash('sha256').update(JSON.stringify(own)).digest('hex').slice(0, 12);
  return { ...spec, labels: { ...spec.labels, [label]: hash } };
}
