import { RootConstruct } from 'constructs';
import type { Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UsageError } from '../model/user-error.js';
import type { SystemDefinition } from './define-system.js';
import type { SystemContext } from './definition.js';
import type { Stack } from './stack.js';

/** A system in both modes, described and unchecked. */
export interface Systems {
  readonly dev: SystemSpec<'dev'>;
  readonly prod: SystemSpec<'prod'>;
  readonly stacks: { readonly dev: Stack<Mode>; readonly prod: Stack<Mode> };
}

/**
 * Makes both stacks. Nothing of Terraform's is loaded for it.
 * @param said services to leave out that somebody named for this system, and not for all of a machine's @default - all
 * @throws UserError where a service is to be left out that is unknown, or not optional
 */
export function describeSystems(
  { stacks }: Pick<SystemDefinition, 'stacks'>,
  context: Omit<SystemContext, 'mode'>,
  said = context.without,
): Systems {
  const root = new RootConstruct();
  const dev = new stacks.dev(root, { ...context, mode: 'dev' });
  const prod = new stacks.prod(root, { ...context, mode: 'prod' });
  const systems = { dev: dev.spec, prod: prod.spec, stacks: { dev, prod } as unknown as Systems['stacks'] };
  requireOptional(systems.dev, said);
  return systems;
}

function requireOptional({ optional }: SystemSpec, without: readonly string[]): void {
  const wrong = without.find((name) => !optional.includes(name));
  if (wrong === undefined) return;
  throw new UsageError(
    `"${wrong}" cannot be left out: it is unknown, or another service requires it`,
    `leave out one of ${optional.join(', ')}`,
  );
}
