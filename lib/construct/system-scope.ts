import { Network } from '@cdktf/provider-docker/lib/network/index.js';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { LocalBackend, TerraformLocal, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { statePath } from '../model/deployment.js';
import { systemLabels } from '../model/labels.js';
import { type Mode, systemName } from '../model/mode.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { labelBlocks } from '../terraform/container.js';
import { TerraformOrder } from '../terraform/order.js';
import type { SystemContext } from './definition.js';

export interface SystemScopeProps<M extends Mode> {
  readonly context: SystemContext<M>;
  /** The source root as seen from the stack's folder in cdktf.out, with `/`: `../../../examples/opsconductor`. */
  readonly sourceRoot: string;
  /** The secrets file as seen from the stack's folder. */
  readonly secretsFile: string;
}

/** A stack that services live in: their network, and what they know of the world outside. */
export abstract class SystemScope<M extends Mode> extends TerraformStack {
  readonly context: SystemContext<M>;
  readonly network: Network;
  /** `${local.source_root}`: the checkout's absolute path, known to Terraform alone, so that synthesis is the same everywhere. */
  readonly sourceRoot: string;
  /** The source root relative to the stack's folder, for what must not change when a checkout moves. */
  readonly relativeSourceRoot: string;
  /** What is done before the first container and after the last. */
  readonly order: TerraformOrder;
  private readonly secrets: TerraformLocal;
  private readonly services: ServiceSpec<M>[] = [];

  constructor(scope: Construct, id: string, props: SystemScopeProps<M>) {
    super(scope, id);
    this.context = props.context;
    this.relativeSourceRoot = props.sourceRoot;
    const { name, mode } = props.context;
    // cdktf's default would be an absolute path; beside main.ts it outlives cdktf.out
    new LocalBackend(this, { path: statePath(props.context) });
    new DockerProvider(this, 'docker');
    const root = new TerraformLocal(
      this,
      'source_root',
      `\${abspath("\${path.module}/${props.sourceRoot}")}`,
    );
    root.overrideLogicalId('source_root');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's template, not ours
    this.sourceRoot = '${local.source_root}';
    this.secrets = new TerraformLocal(
      this,
      'secrets',
      `\${{ for line in regexall("(?m)^([A-Z0-9_]+)=(.*)$", file("\${path.module}/${props.secretsFile}")) : line[0] => sensitive(line[1]) }}`,
    );
    this.secrets.overrideLogicalId('secrets');
    this.order = new TerraformOrder(this, props.context, { ...props, spec: () => this.spec });
    this.network = new Network(this, 'network', {
      name: systemName(name, mode),
      labels: labelBlocks(systemLabels(name, mode)),
      dependsOn: [this.order.prepared],
    });
  }

  /** A secret's value, as Terraform reads it at plan time. */
  secret(name: string): string {
    return `\${local.secrets["${name}"]}`;
  }

  /** Called by each service as it is made. */
  register(spec: ServiceSpec<M>): void {
    this.services.push(spec);
  }

  /** All that was described, as plain data for every other renderer. */
  get spec(): SystemSpec<M> {
    const { name, mode } = this.context;
    return {
      name,
      mode,
      network: { name: systemName(name, mode), labels: systemLabels(name, mode) },
      services: [...this.services],
    };
  }
}
