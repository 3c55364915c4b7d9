import { MODES } from '../model/mode.js';
import type { Change } from './change.js';
import { commonChanges } from './common-changes.js';
import type { Compared } from './compared.js';
import { modesText, phraseOf, signOf } from './phrase.js';
import type { ServiceDiff } from './system-diff.js';
import { done } from './verdict.js';

/** A comparison to read: the verdict, what must not be passed over, then each service with what it comes to. */
export function renderDiff({
  diff,
  verdict,
  remarks,
}: Pick<Compared, 'diff' | 'verdict' | 'remarks'>): string {
  const { common, own } = commonChanges(diff.services);
  const stakes = diff.stakes.map(
    ({ kind, service, text, modes }) => `! ${kind}: ${service}: ${text}${inModes(modesText(modes))}`,
  );
  return [
    verdict,
    ...remarks,
    ...(stakes.length > 0 ? ['', ...stakes] : []),
    ...common.flatMap(({ services, changes }) => ['', services.join(', '), ...changes.map(lineOf)]),
    ...together(own).flatMap(({ names, head, lines }) => ['', `${names.join(', ')}${head}`, ...lines]),
  ].join('\n');
}

function lineOf(change: Change): string {
  return `  ${signOf(change)} ${phraseOf(change)}${inModes(modesText(change.modes))}`;
}

interface Told {
  readonly names: readonly string[];
  readonly head: string;
  readonly lines: readonly string[];
}

/** Of what has nothing of its own to tell, the same effect is told once. */
function together(services: readonly ServiceDiff[]): Told[] {
  const told: Told[] = [];
  for (const service of services) {
    const head = headOf(service);
    const lines = service.changes.map(lineOf);
    const alike =
      lines.length === 0 ? told.findIndex((each) => each.head === head && each.lines.length === 0) : -1;
    const [same] = told.slice(alike, alike < 0 ? 0 : alike + 1);
    if (same) told[alike] = { ...same, names: [...same.names, service.service] };
    else told.push({ names: [service.service], head, lines });
  }
  return told;
}

/** `: dev replaced, prod rebuilt`. */
function headOf({ effects, renamedFrom, kind }: ServiceDiff): string {
  const said = MODES.flatMap((mode) => {
    const effect = effects[mode];
    return effect === undefined ? [] : [`${mode} ${effect === 'nothing' ? 'unchanged' : done(effect)}`];
  });
  const name = renamedFrom === undefined ? '' : ` (was ${renamedFrom})`;
  if (said.length === 0) return `${name}${kind === 'changed' ? '' : `: ${kind}`}`;
  return `${name}: ${said.join(', ')}`;
}

function inModes(modes: string): string {
  return modes === '' ? '' : `  (${modes})`;
}
