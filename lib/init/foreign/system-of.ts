import { renderCompose } from '../../compose/write/render.js';
import { conventionsOf, type SystemOptions } from '../../construct/define-system.js';
import { describeSystems } from '../../construct/systems.js';
import { DiskFacts } from '../../disk/facts.js';
import { MODES, type Mode } from '../../model/mode.js';
import type { SystemSpec } from '../../model/service-spec.js';
import { undigested } from '../../synth/undigested.js';
import type { ImportedSystem } from './imported.js';
import { stackClassOf } from './stack-class.js';

/** A system in both modes as the written project describes it, and its Compose files. */
export interface Rewritten {
  readonly system: SystemSpec;
  readonly text: string;
}

/** @param root the source root, absolute */
export function rewrite(
  options: Omit<SystemOptions, 'stacks'>,
  imported: Readonly<Record<Mode, ImportedSystem>>,
  root: string,
): Record<Mode, Rewritten> {
  const conventions = conventionsOf(options);
  const { name } = conventions;
  const { dev, prod } = describeSystems(
    { stacks: { dev: stackClassOf(imported.dev), prod: stackClassOf(imported.prod) } },
    {
      ...{ name, conventions, images: {}, portOffset: 0, developer: '1000:1000', host: conventions.host },
      sources: undigested(new DiskFacts(root), undefined),
    },
  );
  const of = (system: SystemSpec): Rewritten => ({ system, text: renderCompose(system) });
  const both = { dev: of(dev), prod: of(prod) };
  return Object.fromEntries(MODES.map((mode) => [mode, both[mode]])) as Record<Mode, Rewritten>;
}
