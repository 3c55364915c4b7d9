import type { SystemSpec } from '../model/service-spec.js';
import { type Drawing, type Wait, withoutDetours } from '../picture/drawing.js';
import type { SystemDiff } from './system-diff.js';

/** What is touched and what waits for it, by name alone: what has changed of it is told beside the picture. */
export function changeDrawing({ services }: SystemDiff, systems: readonly SystemSpec[]): Drawing {
  const changes = new Map(services.map(({ service, kind }) => [service, kind]));
  const needs = new Map<string, ReadonlySet<string>>();
  for (const { services: all } of systems)
    for (const { name, dependsOn } of all)
      needs.set(name, new Set([...(needs.get(name) ?? []), ...dependsOn]));
  const waits = [...needs].flatMap(([name, needed]) =>
    [...needed].filter((each) => changes.has(each)).map((each): Wait => [name, each]),
  );
  const names = new Set([...changes.keys(), ...waits.flat()]);
  return {
    services: [...names].map((name) => {
      const change = changes.get(name);
      return { name, lines: [], ...(change === undefined ? {} : { change }) };
    }),
    waits: withoutDetours(waits),
  };
}
