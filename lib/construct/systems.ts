import { RootConstruct } from 'constructs';
import type { Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import type { SystemDefinition } from './define-system.js';
import type { SystemContext } from './definition.js';
import { ALL, type Choice, leftOut } from './left-out.js';
import type { Stack } from './stack.js';

/** A system in both modes, described and unchecked. */
export interface Systems {
  readonly dev: SystemSpec<'dev'>;
  readonly prod: SystemSpec<'prod'>;
  readonly stacks: { readonly dev: Stack<Mode>; readonly prod: Stack<Mode> };
}

/**
 * Makes both stacks. Nothing of Terraform's is loaded for it.
 * @throws UserError where a service is to be left out that is unknown, or that another one requires
 */
export function describeSystems(
  { stacks }: Pick<SystemDefinition, 'stacks'>,
  context: Omit<SystemContext, 'mode' | 'without'>,
  choice: Choice = ALL,
): Systems {
  const make = once((without) => {
    const root = new RootConstruct();
    return {
      dev: new stacks.dev(root, { ...context, without, mode: 'dev' }),
      prod: new stacks.prod(root, { ...context, without, mode: 'prod' }),
    };
  });
  const gone = leftOut((without) => make(without).dev as unknown as Stack<Mode>, choice);
  const { dev, prod } = make(gone.map(({ service }) => service));
  const remark = gone.length > 0 ? { leftOut: gone } : {};
  return {
    dev: { ...dev.spec, ...remark },
    prod: { ...prod.spec, ...remark },
    stacks: { dev, prod } as unknown as Systems['stacks'],
  };
}

/** Makes what is without some services once: most often nothing is left out, however often it is asked. */
function once<T>(make: (without: readonly string[]) => T): (without: readonly string[]) => T {
  const made = new Map<string, T>();
  return (without) => {
    const key = JSON.stringify([...without].sort());
    const known = made.get(key) ?? make(without);
    made.set(key, known);
    return known;
  };
}
