import { createHash } from 'node:crypto';
import { Container } from '@cdktf/provider-docker/lib/container/index.js';
import { Image } from '@cdktf/provider-docker/lib/image/index.js';
import { Construct } from 'constructs';
import type { EnvironmentValue } from '../model/environment.js';
import { imageName } from '../model/image.js';
import { SPEC_LABEL } from '../model/labels.js';
import type { Mode } from '../model/mode.js';
import { browserUrl, type ContainerPort, type HostPort, internalUrl } from '../model/port.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { containerConfig } from '../terraform/container.js';
import type { ServiceDescription } from './description.js';
import { toDefinition } from './plain.js';
import { resolveService } from './resolve.js';
import type { SystemScope } from './system-scope.js';

/** What every service is told: how to run. */
export interface ModeProps<M extends Mode> {
  /** That of its stack: `dev` or `prod`. */
  readonly mode: M;
}

/** One container: how it runs, what it needs, and all that describes it. */
export interface DockerServiceProps<M extends Mode> extends ModeProps<M>, ServiceDescription {
  /** The services that must be healthy first; being constructs, they exist in the same mode. @default - none */
  readonly needs?: readonly DockerService<M>[] | undefined;
}

/** One container: its image, its spec, and the resources that make it. */
export class DockerService<M extends Mode> extends Construct {
  readonly mode: M;
  readonly name: string;
  readonly spec: ServiceSpec<M>;
  readonly port: ContainerPort;
  readonly container: Container;
  private readonly host: string;

  constructor(scope: SystemScope<M>, id: string, props: DockerServiceProps<NoInfer<M>>) {
    super(scope, id);
    const { mode, needs = [], ...description } = props;
    const dependsOn = needs.map((need) => need.name);
    const definition = toDefinition(id, description, dependsOn);
    this.mode = mode;
    this.name = id;
    this.host = scope.context.host;
    this.port = definition.port.container;
    this.spec = resolveService(id, definition, scope.context);
    this.container = this.render(scope, needs);
    scope.register(this.spec);
    scope.order.includes(this.container);
  }

  /** How another container reaches this one: always by its container port. */
  url(scheme = 'http'): string {
    return internalUrl(scheme, this.name, this.port);
  }

  /** How a browser reaches this one. */
  browserUrl(): EnvironmentValue {
    const host: HostPort | undefined = this.spec.published[0]?.host;
    if (host === undefined)
      throw new UserError(
        `${this.name}: no browser reaches it, for it is not published`,
        'give its port a host',
      );
    return browserUrl(this.host, host);
  }

  private render(scope: SystemScope<M>, needs: readonly DockerService<M>[]): Container {
    const image = this.image(scope);
    return new Container(this, 'container', {
      ...containerConfig(this.labelledSpec(), {
        image: image.name,
        networkId: scope.network.id,
        sourceRoot: scope.sourceRoot,
        secret: (name) => scope.secret(name),
      }),
      dependsOn: [image, ...needs.map((need) => need.container)],
    });
  }

  /** Of an own image this is no more than a reference: what is prepared has built it. */
  private image(scope: SystemScope<M>): Image {
    return new Image(this, 'image', {
      name: imageName(this.spec.image),
      keepLocally: true,
      dependsOn: [scope.order.prepared],
    });
  }

  /** Any change of the spec becomes a changed label, and that replaces the container. */
  private labelledSpec(): ServiceSpec<M> {
    const hash = createHash('sha256').update(JSON.stringify(this.spec)).digest('hex').slice(0, 12);
    return { ...this.spec, labels: { ...this.spec.labels, [SPEC_LABEL]: hash } };
  }
}
