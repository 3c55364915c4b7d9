import type { z } from 'zod';
import { volumeSizes } from '../lib/engine/volumes.js';
import type { Mode } from '../lib/model/mode.js';
import { type SystemSpec, volumesOf } from '../lib/model/service-spec.js';
import type { Running } from './describe-running.js';
import type { StatusRow } from './row-parts.js';
import { SHAPES } from './shapes.js';
import { statusRows } from './status-rows.js';
import type { ShownVolume } from './status-text.js';

/** What `status --json` prints. */
export type StatusDocument = z.output<typeof SHAPES.status>;

/** A mode of which anything is there. */
export interface ShownMode {
  readonly system: SystemSpec;
  readonly services: readonly StatusRow[];
  readonly volumes: readonly ShownVolume[];
}

/**
 * What runs of some modes, and how it is.
 * @param sizes of all volumes; the engine measures each of them for it @default - as they are now
 */
export async function lookAtModes(
  { started, isSound }: Pick<Running, 'started' | 'isSound'>,
  wanted: readonly Mode[],
  sizes = volumeSizes(),
): Promise<{
  readonly shown: readonly ShownMode[];
  readonly right: boolean;
  readonly document: StatusDocument;
}> {
  const all = await Promise.all(
    wanted.map(async (mode) => {
      const description = started(mode);
      return { system: description.systems[mode], services: await statusRows(description, mode) };
    }),
  );
  const known = await sizes;
  const shown = all
    .filter(({ services }) => services.length > 0)
    .map((each) => ({ ...each, volumes: volumesOf(each.system).flatMap((name) => volume(name, known)) }));
  const right = shown.length > 0 && shown.every(({ services }) => services.every((row) => row.right));
  const document = SHAPES.status.parse({
    ...{ version: 1, right: right && isSound() },
    modes: shown.map(({ system: { mode, leftOut = [] }, services, volumes }) => ({
      ...{ mode, services, volumes, leftOut },
    })),
  });
  return { shown, right, document };
}

/** A volume that the engine has. */
function volume(name: string, sizes: ReadonlyMap<string, number>): ShownVolume[] {
  const size = sizes.get(name);
  return size === undefined ? [] : [{ name, size }];
}
