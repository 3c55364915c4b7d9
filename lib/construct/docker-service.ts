import { Construct } from 'constructs';
import { environmentName } from '../model/conventions.js';
import type { EnvironmentValue } from '../model/environment.js';
import type { Mode } from '../model/mode.js';
import { browserUrl, type ContainerPort, hostPort, internalUrl } from '../model/port.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import type { ServiceDefinition } from './definition.js';
import type { ServiceDescription } from './description.js';
import { toDefinition } from './plain.js';
import { resolveService } from './resolve.js';
import type { Registered, Stack } from './stack.js';

/** What every service is told: how to run. */
export interface ModeProps<M extends Mode> {
  /** That of its stack: `dev` or `prod`. */
  readonly mode: M;
  /** Whether `--without` may leave it out; no service that stays may need it then. @default false */
  readonly optional?: boolean;
}

/** One container: how it runs, what it needs, and all that describes it. */
export interface DockerServiceProps<M extends Mode> extends ModeProps<M>, ServiceDescription {
  /** The services that must be healthy first; being constructs, they exist in the same mode. @default - none */
  readonly needs?: readonly DockerService<M>[] | undefined;
}

/** One container, described: its spec is what every engine is told. */
export class DockerService<M extends Mode> extends Construct implements Registered<M> {
  /** That of its stack. */
  readonly mode: M;
  /** Its name on the network, and in its container's: the construct's id. */
  readonly name: string;
  /** What it listens on inside its container. */
  readonly port: ContainerPort;
  /** Whether `--without` may leave it out. */
  readonly optional: boolean;
  /** Whether it is optional and does not run here. */
  readonly isLeftOut: boolean;
  /** The services that must be healthy first, as they were given. */
  readonly needs: readonly DockerService<M>[];
  private readonly stack: Stack<M>;
  private readonly definition: ServiceDefinition;
  private resolved?: ServiceSpec<M>;

  /**
   * @param scope the stack that it is a service of
   * @param id its name: lower-case letters, digits and `-`
   * @param props what it is
   * @throws UserError for a value that no container can have
   */
  constructor(scope: Stack<M>, id: string, props: DockerServiceProps<NoInfer<M>>) {
    super(scope, id);
    const { mode, optional = false, needs = [], ...description } = props;
    const definition = toDefinition(
      id,
      description,
      needs.map((need) => need.name),
    );
    this.mode = mode;
    this.name = id;
    this.stack = scope;
    this.optional = optional;
    this.isLeftOut = optional && scope.context.without.includes(id);
    this.needs = needs;
    this.port = definition.port.container;
    this.definition = definition;
    scope.register(this);
  }

  get spec(): ServiceSpec<M> {
    this.resolved ??= resolveService(this.name, this.definition, this.stack.context);
    return this.resolved;
  }

  /** How another container reaches this one: always by its container port. @param scheme before `://` */
  url(scheme = 'http'): string {
    return internalUrl(scheme, this.name, this.port);
  }

  /** How a browser reaches this one, by the host's name and port. @throws UserError where it is not published */
  browserUrl(): EnvironmentValue {
    const port = this.definition.port.host;
    if (port === undefined)
      throw new UserError(
        `${this.name}: no browser reaches it, for it is not published`,
        'give its port a host',
      );
    const { conventions, host, portOffset } = this.stack.context;
    const variable = environmentName(conventions, 'HOST');
    return browserUrl({ variable, fallback: host }, hostPort(port + portOffset));
  }
}
