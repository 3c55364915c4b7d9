import { counted } from '../model/counted.js';
import { MODES, type Mode } from '../model/mode.js';
import type { ServiceEffect } from './change.js';
import type { StakeKind } from './stakes.js';
import type { SystemDiff } from './system-diff.js';

/** Effects that are counted, the strongest first, as they are said. */
const SAID: readonly (readonly [ServiceEffect, string])[] = [
  ['remove', 'removed'],
  ['create', 'created'],
  ['rebuild', 'rebuilt'],
  ['replace', 'replaced'],
  ['restart', 'restarted'],
];

/** The past participle of an effect, for tables: `rebuilt`. */
export function done(effect: ServiceEffect | undefined): string {
  return SAID.find(([name]) => name === effect)?.[1] ?? '–';
}

/** All of a comparison in one line: `No data touched. 1 service replaced, 2 rebuilt.` */
export function verdictOf({ services, stakes }: SystemDiff): string {
  if (services.length === 0 && stakes.length === 0) return 'No differences.';
  const count = (kind: StakeKind) => stakes.filter((stake) => stake.kind === kind).length;
  const [lost, touched] = [count('lost data'), count('data')];
  const first =
    lost > 0
      ? `DATA AT STAKE: ${counted(lost, 'data volume')} no longer mounted.`
      : touched > 0
        ? `DATA AT STAKE: ${counted(touched, 'data volume')} to look at.`
        : 'No data touched.';
  const modes = MODES.filter((mode) => services.some(({ effects }) => effects[mode] !== undefined));
  const counts = modes.map((mode) => [mode, countsIn({ services }, mode)] as const);
  const [one, ...others] = counts;
  if (!one) return first;
  if (others.every(([, text]) => text === one[1])) return `${first} ${capitals(one[1])}.`;
  return `${first} ${counts.map(([mode, text]) => `${mode}: ${text}`).join('; ')}.`;
}

function countsIn({ services }: Pick<SystemDiff, 'services'>, mode: Mode): string {
  const parts = SAID.flatMap(([effect, word]) => {
    const count = services.filter(({ effects }) => effects[mode] === effect).length;
    return count === 0 ? [] : [[count, word] as const];
  });
  if (parts.length === 0) return 'no container touched';
  return parts
    .map(([count, word], i) => (i === 0 ? `${counted(count, 'service')} ${word}` : `${count} ${word}`))
    .join(', ');
}

function capitals(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
