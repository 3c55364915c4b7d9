import type { Construct } from 'constructs';
import { ComposeService } from '../../construct/compose-service.js';
import type { StackClass } from '../../construct/define-system.js';
import type { SystemContext } from '../../construct/definition.js';
import { Stack } from '../../construct/stack.js';
import type { Mode } from '../../model/mode.js';
import type { ImportedSystem } from './imported.js';

/** The stack that the written code makes, without that code. */
export function stackClassOf<M extends Mode>({ services, compose }: ImportedSystem): StackClass<M> {
  return class extends Stack<M> {
    override readonly compose = compose;

    constructor(scope: Construct, context: SystemContext<M>) {
      super(scope, context);
      const { mode } = this;
      const made = new Map<string, ComposeService<M>>();
      const named = (names: readonly string[]) => names.flatMap((name) => made.get(name) ?? []);
      for (const { name, description, needs, requires } of services)
        made.set(
          name,
          new ComposeService<M>(this, name, {
            ...description,
            mode,
            needs: named(needs),
            requires: named(requires),
          }),
        );
    }
  };
}
