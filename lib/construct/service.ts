import { Construct } from 'constructs';
import type { DeclaredBackup } from '../model/backup.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec } from '../model/service-spec.js';
import type { ServiceDefinition } from './definition.js';
import { MadeBy } from './made-by.js';
import { type AnyDescription, toDefinition } from './plain.js';
import { resolveService } from './resolve.js';
import type { Registered, Stack } from './stack.js';

/** What every service is given: how to run. */
export interface ModeProps<M extends Mode> {
  /** That of its stack: `dev` or `prod`. */
  readonly mode: M;
  /** Whether the system is whole without it: `--setup` leaves it out where its image cannot be had. @default false */
  readonly optional?: boolean;
}

/** How every service runs, whether it serves on a port or not. */
export interface ServiceProps<M extends Mode> extends ModeProps<M> {
  /** The services that must be healthy first; being constructs, they exist in the same mode. @default - none */
  readonly needs?: readonly Service<M>[] | undefined;
  /** Further services without which it is of no use, although it starts before they do: `--without` takes them together. @default - none */
  readonly requires?: readonly Service<M>[] | undefined;
}

/** One container, described: its spec is what every engine gets. `DockerService` has a port, `DockerWorker` has none. */
export abstract class Service<M extends Mode, D extends AnyDescription = AnyDescription>
  extends Construct
  implements Registered<M>
{
  /** That of its stack. */
  readonly mode: M;
  /** Its name on the network, and in every command. */
  readonly name: string;
  /** Whether `--setup` leaves it out where its image cannot be had. */
  readonly optional: boolean;
  /** The services that must be healthy first, as they were given. */
  readonly needs: readonly Service<M>[];
  /** Where it is described: findings point there. */
  readonly madeBy = new MadeBy();
  /** The services without which it cannot run: those that it needs, and those that it requires beside them. */
  readonly required: readonly Service<M>[];
  protected readonly stack: Stack<M>;
  protected readonly definition: ServiceDefinition;
  private resolved?: ServiceSpec<M>;

  /**
   * @param scope the stack that it is a service of
   * @param id its name: lower-case letters, digits and `-`
   * @param props what it is
   * @param traits what sets it apart from a service that stays and is hardened
   * @throws UserError for a value that no container can have
   */
  constructor(
    scope: Stack<M>,
    id: string,
    props: ServiceProps<NoInfer<M>> & D,
    traits: { readonly plain?: true; readonly job?: true } = {},
  ) {
    super(scope, id);
    const all: ServiceProps<M> & AnyDescription = props;
    const { mode, optional = false, needs = [], requires = [], ...description } = all;
    const definition = toDefinition(
      id,
      description,
      needs.map((need) => need.name),
      (source) => !traits.plain && (scope.context.sources.takesShared?.(source) ?? true),
    );
    this.mode = mode;
    this.name = id;
    this.stack = scope;
    this.optional = optional;
    this.needs = needs;
    this.required = [...needs, ...requires];
    this.definition = { ...definition, ...traits };
    scope.register(this);
  }

  /** Whether it does not run here. */
  get isLeftOut(): boolean {
    return this.stack.context.without.includes(this.name);
  }

  /** How its data is backed up, where that is said. */
  get backup(): DeclaredBackup | undefined {
    return this.definition.backup;
  }

  /** Everything that is resolved for its mode. */
  get spec(): ServiceSpec<M> {
    const { context, entrance } = this.stack;
    const isBehind = entrance !== undefined && entrance.name !== this.name;
    this.resolved ??= resolveService(this.name, this.definition, context, isBehind);
    return this.resolved;
  }
}
