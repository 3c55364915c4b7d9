import { counted } from '../model/counted.js';
import type { SystemSpec } from '../model/service-spec.js';
import { aspectsOf } from './aspect.js';
import { type Change, compareAspects } from './change.js';
import { toldAspects, toldOnce } from './compose-aspects.js';
import { withoutModeWord } from './side.js';
import type { ServiceDiff, SystemDiff } from './system-diff.js';

/** What prod has otherwise than dev, apart from the names that a mode gives to everything. */
export function diffModes(dev: SystemSpec, prod: SystemSpec): SystemDiff {
  const names = [...new Set([...dev.services, ...prod.services].map(({ name }) => name))];
  const [inDev, inProd] = [dev, prod].map((system) => (name: string) => aspects(system, name));
  const services = names.flatMap((service): ServiceDiff[] => {
    const [before, after] = [inDev?.(service), inProd?.(service)];
    const kind = before ? (after ? 'changed' : 'removed') : 'added';
    const changes = before && after ? toldOnce(compareAspects(before, after, [])).filter(isMeant) : [];
    return kind === 'changed' && changes.length === 0 ? [] : [{ service, kind, effects: {}, changes }];
  });
  return { services, stakes: [] };
}

/** The first line: `dev → prod: 9 services differ.` */
export function modesVerdict({ services }: SystemDiff): string {
  if (services.length === 0) return 'dev and prod are the same.';
  const only = (kind: 'added' | 'removed') =>
    services.filter((each) => each.kind === kind).map(({ service }) => service);
  const differ = services.filter(({ kind }) => kind === 'changed').length;
  return [
    `From dev to prod, ${counted(differ, 'service')} ${differ === 1 ? 'differs' : 'differ'}.`,
    ...(['removed', 'added'] as const).flatMap((kind) =>
      only(kind).length > 0
        ? [`Only in ${kind === 'removed' ? 'dev' : 'prod'}: ${only(kind).join(', ')}.`]
        : [],
    ),
  ].join(' ');
}

/** Where dev restarts a program in its container, prod runs the same one by itself. */
function isMeant({ area, kind, name }: Change): boolean {
  return !(area === 'command' && kind === 'removed' && name === '');
}

function aspects(system: SystemSpec, name: string) {
  const service = withoutModeWord(system).services.find((each) => each.name === name);
  return service && [...aspectsOf(service, system.conventions), ...toldAspects(service, system)];
}
