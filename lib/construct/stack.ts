import { Construct } from 'constructs';
import { systemName } from '../model/deployment.js';
import { systemLabels } from '../model/labels.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import type { SystemContext } from './definition.js';
import type { MadeBy } from './made-by.js';

/** So that a team's stack imports this library alone. */
export type { Construct } from 'constructs';

/** What a stack has to know about a service that registers. */
export interface Registered<M extends Mode> {
  /** Its name on the network, and in its container's. */
  readonly name: string;
  /** Resolved when it is asked for: nothing has to exist of what is left out. */
  readonly spec: ServiceSpec<M>;
  /** Whether `--without` may leave it out. */
  readonly optional: boolean;
  /** Whether it is optional and does not run here. */
  readonly isLeftOut: boolean;
  /** The services that must be healthy first, as they were given. */
  readonly needs: readonly Registered<M>[];
  /** Where it is described: findings point there. */
  readonly madeBy: MadeBy;
}

/** A system in one mode: its services register here as they are created. What each engine gets is rendered from that. */
export abstract class Stack<M extends Mode> extends Construct {
  /** The mode that all of it runs in. */
  readonly mode: M;
  private readonly all: Registered<M>[] = [];

  /**
   * @param scope what a stack's class is given: the tree's root
   * @param context what is the same for every service
   */
  constructor(
    scope: Construct,
    readonly context: SystemContext<M>,
  ) {
    super(scope, context.mode);
    this.mode = context.mode;
  }

  /** Called by each service as it is created. */
  register(service: Registered<M>): void {
    this.all.push(service);
  }

  /** The service if it runs; undefined if it is optional and left out, so that nothing refers to it. */
  kept<S extends Pick<Registered<M>, 'isLeftOut'>>(service: S): S | undefined {
    return service.isLeftOut ? undefined : service;
  }

  /** Those that run, in the order in which they were created. */
  get services(): readonly Registered<M>[] {
    return this.all.filter((service) => !service.isLeftOut);
  }

  /** Everything that was described, as plain data for every renderer. */
  get spec(): SystemSpec<M> {
    const { context, mode } = this;
    const { name, conventions } = context;
    return {
      name,
      mode,
      network: { name: systemName(context), labels: systemLabels(context, mode) },
      services: this.services.map(({ spec }) => spec),
      conventions,
      optional: this.all.flatMap((service) => (service.optional ? [service.name] : [])).sort(),
    };
  }
}
