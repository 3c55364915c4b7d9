import { Construct } from 'constructs';
import type { DeclaredBackup } from '../model/backup.js';
import type { ComposeAttributes } from '../model/compose-attributes.js';
import { systemName } from '../model/deployment.js';
import type { EnvironmentValue } from '../model/environment.js';
import { systemLabels } from '../model/labels.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
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
  /** Whether `--setup` leaves it out where its image cannot be had. */
  readonly optional: boolean;
  /** Whether it does not run here. */
  readonly isLeftOut: boolean;
  /** The services that must be healthy first, as they were given. */
  readonly needs: readonly Registered<M>[];
  /** How its data is backed up, where that is said. */
  readonly backup: DeclaredBackup | undefined;
  /** Where it is described: findings point there. */
  readonly madeBy: MadeBy;
  /** The services without which it cannot run: those that it needs, and those that it requires beside them. */
  readonly required: readonly Registered<M>[];
}

/** The one service that browsers reach the others through. */
export interface Entrance {
  /** Its name on the network. */
  readonly name: string;
  /** Whether it does not run here. */
  readonly isLeftOut: boolean;
  /** Where browsers reach a service; undefined for one that it does not lead to. */
  urlOf(service: string): EnvironmentValue | undefined;
}

/** A system in one mode: its services register here as they are created. What each engine gets is rendered from that. */
export abstract class Stack<M extends Mode> extends Construct {
  /** The mode that all of it runs in. */
  readonly mode: M;
  /** Sections of the Compose file that nothing else says: `networks`, `secrets`. They are laid over what is written. */
  readonly compose?: ComposeAttributes;
  private readonly registered: Registered<M>[] = [];
  private door: Entrance | undefined;

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
    this.registered.push(service);
  }

  /** Called by a gateway. @throws UserError where there is one already */
  enterBy(entrance: Entrance): void {
    if (this.door)
      throw new UserError(
        `${entrance.name}: the stack has a gateway, ${this.door.name}, already`,
        'give that one all routes',
      );
    this.door = entrance;
  }

  /** Its gateway, which may be left out here; undefined where none was created. */
  get entrance(): Entrance | undefined {
    return this.door;
  }

  /** The service if it runs; undefined if it is left out: for what can do without it. */
  kept<S extends Pick<Registered<M>, 'isLeftOut'>>(service: S): S | undefined {
    return service.isLeftOut ? undefined : service;
  }

  /** All that were created, in that order; those that are left out too. */
  get all(): readonly Registered<M>[] {
    return this.registered;
  }

  /** Those that run. */
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
      ...(this.compose ? { compose: this.compose } : {}),
      optional: this.all.flatMap((service) => (service.optional ? [service.name] : [])).sort(),
    };
  }
}
